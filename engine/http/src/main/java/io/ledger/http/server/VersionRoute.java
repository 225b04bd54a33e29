package io.ledger.http.server;

import io.ledger.http.answer.Answer;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.Routes;

/** Says which version of the server answers. */
final class VersionRoute implements RouteGroup {

    private final String version;

    VersionRoute(String version) {
        this.version = version;
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", "/version", _ -> Answer.text(version));
    }
}
