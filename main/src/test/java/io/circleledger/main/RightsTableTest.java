package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.api.CircleApi;
import io.ledger.http.access.AccessTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table of rights. What each line means is walked through by {@link RightsIT}. */
class RightsTableTest {

    /** Those that are pages and not described as parts of the API. */
    private static final Set<String> PAGES = Set.of("GET /", "GET /console/{edition}/{file}");

    static AccessTable table() throws IOException {
        try (var in = RightsTableTest.class.getResourceAsStream("/io/circleledger/wiring/rights.txt")) {
            assertThat(in).isNotNull();
            return AccessTable.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** The description has all routes of the running server: {@link OpenApiIT} sees to that. */
    @Test
    void theTableHasALineForEachRouteAndNoOther() throws IOException {
        var routes = new TreeSet<>(PAGES);
        for (var path : CircleApi.openApi().get("paths").properties()) {
            for (var method : path.getValue().propertyNames()) {
                if (!method.equals("parameters")) {
                    routes.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                }
            }
        }
        assertThat(table().routes()).isEqualTo(routes);
    }
}
