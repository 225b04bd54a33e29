package io.circleledger.api;

/** Says which version of the server answers. */
final class VersionRoute {

    private final String version;

    VersionRoute(String version) {
        this.version = version;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/version", _ -> Answer.text(version));
    }
}
