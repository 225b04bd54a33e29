package io.circleledger.api;

/** Routes that belong together, and what they need to answer. */
public abstract class RouteGroup {

    /** Only this package adds routes. */
    RouteGroup() {}

    abstract void addTo(Routes routes);
}
