package io.circleledger.api;

/** Says which version of the server answers. */
final class VersionRoute extends RouteGroup {

    private final String version;

    VersionRoute(String version) {
        this.version = version;
    }

    @Override
    void addTo(Routes routes) {
        routes.add("GET", "/version", _ -> Answer.text(version));
    }
}
