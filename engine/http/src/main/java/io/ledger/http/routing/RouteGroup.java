package io.ledger.http.routing;

/** Routes that belong together, and what they need to answer. */
@FunctionalInterface
public interface RouteGroup {

    /** Adds the routes to the table. */
    void addTo(Routes routes);
}
