package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.api.CircleApi;
import io.circleledger.wiring.Rights;
import io.ledger.core.identity.AccountRole;
import io.ledger.http.access.AccessTable;
import io.ledger.http.access.AccessTable.Need;
import io.ledger.server.LedgerModules;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of rights. What each line means is walked through by {@link RightsIT}. */
class RightsTableTest {

    /** That of the program: circles have all their lines in the file. */
    static final AccessTable TABLE = Rights.table(new LedgerModules(List.of()));

    /** Those that are pages and not described as parts of the API. */
    private static final Set<String> PAGES = Set.of("GET /", "GET /console/{edition}/{file}");

    /** The description has all routes of the running server: {@link OpenApiIT} sees to that. */
    @Test
    void theTableHasALineForEachRouteAndNoOther() {
        var routes = new TreeSet<>(PAGES);
        for (var path : CircleApi.openApi().get("paths").properties()) {
            for (var method : path.getValue().propertyNames()) {
                if (!method.equals("parameters")) {
                    routes.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                }
            }
        }
        assertThat(TABLE.routes()).isEqualTo(routes);
    }

    /** What the roles are for, said once more: a line that was changed by mistake is noticed. */
    @ParameterizedTest
    @CsvSource({
        "GET /(circle(?!/\\{id\\}/members)|folding|events|version|openapi|docs|account/names).*, VIEWER",
        "GET /circle/\\{id\\}/members, EDITOR",
        "[A-Z]+ /person.*, EDITOR",
        "(POST|PUT|DELETE) /circle.*, EDITOR",
        "[A-Z]+ /(metrics|projection).*, OPERATOR",
        "[A-Z]+ /(token|audit).*, ADMINISTRATOR",
        "(POST|GET) /account, ADMINISTRATOR",
        "(PUT|DELETE) /account/\\{id}, ADMINISTRATOR",
        "POST /account/\\{id}/link, ADMINISTRATOR",
    })
    void eachRoleIsForItsRoutes(String routes, AccountRole role) {
        assertThat(TABLE.routes().stream().filter(route -> route.matches(routes)))
                .isNotEmpty()
                .allSatisfy(route -> {
                    var words = route.split(" ", 2);
                    assertThat(TABLE.need(words[0], words[1]))
                            .map(RightsTableTest::withoutTie)
                            .contains(new Need.RequiredRole(role));
                });
    }

    private static Need withoutTie(Need need) {
        return need instanceof Need.RoleOrTie(var role, var _) ? new Need.RequiredRole(role) : need;
    }

    /** Not its capacity, which the route sees to, and not its end. */
    @Test
    void theOwnerAndOfficersOfACircleHaveItsRosterAndItsName() {
        var tied = new TreeMap<String, String>();
        for (var route : TABLE.routes()) {
            var words = route.split(" ", 2);
            if (TABLE.need(words[0], words[1]).orElseThrow() instanceof Need.RoleOrTie(var _, var tie)) {
                tied.put(route, tie);
            }
        }
        assertThat(tied)
                .isEqualTo(Map.of(
                        "PUT /circle/{id}", "officer",
                        "GET /circle/{id}/members", "officer",
                        "PUT /circle/{id}/members/{person_id}", "officer",
                        "DELETE /circle/{id}/members/{person_id}", "officer",
                        "PUT /circle/{id}/officers/{office}", "officer",
                        "DELETE /circle/{id}/officers/{office}", "officer",
                        "PUT /circle/{id}/owner", "owner"));
    }

    /** Whose the account is, is for the route to see. */
    @Test
    void whatIsForOnesOwnAccountIsForWhoeverIsSignedIn() {
        assertThat(TABLE.routes().stream()
                        .filter(route -> route.matches("[A-Z]+ /account/\\{id}/(password|session|passkey).*")))
                .hasSize(8)
                .allSatisfy(route -> {
                    var words = route.split(" ", 2);
                    assertThat(TABLE.need(words[0], words[1])).contains(new Need.Name());
                });
    }

    @Test
    void anybodyMayLoadTheConsoleAndSignInAndSeeWhetherTheServerIsThere() {
        assertThat(TABLE.routes().stream().filter(route -> {
                    var words = route.split(" ", 2);
                    return TABLE.need(words[0], words[1]).orElseThrow() instanceof Need.Nothing;
                }))
                .allMatch(route -> PAGES.contains(route)
                        || route.startsWith("GET /health/")
                        || route.matches("(GET|POST) /session.*"));
    }
}
