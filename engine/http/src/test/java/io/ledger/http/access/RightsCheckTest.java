package io.ledger.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ledger.core.identity.AccountRole;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.ServerProblem;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RightsCheckTest {

    static final Problem FORBIDDEN = Problem.of(ServerProblem.FORBIDDEN, "This is not allowed.");
    static final Problem UNAVAILABLE = Problem.of(ServerProblem.STORE_UNAVAILABLE, "Try again in a moment.");

    private final RightsCheck rights = new RightsCheck(AccessTable.parse("""
            # a remark
            GET  /page   anybody
            GET  /me     signed-in
            GET  /note   viewer
            POST /note   editor
            GET  /state  operator
            GET  /audit  administrator
            """));

    private Optional<String> refusal(String method, String path, Identification caller) {
        return rights.refusal(rights.need(method, path), () -> caller)
                .map(problem -> problem.type().key());
    }

    private static Identification known(Set<AccountRole> roles) {
        return new Identification.KnownCaller(new Caller("id", "name", roles, Caller.Proof.API_TOKEN));
    }

    @ParameterizedTest
    @CsvSource({
        "GET /me, VIEWER EDITOR OPERATOR ADMINISTRATOR",
        "GET /note, VIEWER EDITOR OPERATOR ADMINISTRATOR",
        "HEAD /note, VIEWER EDITOR OPERATOR ADMINISTRATOR",
        "POST /note, EDITOR",
        "GET /state, OPERATOR",
        "GET /audit, ADMINISTRATOR",
        "DELETE /note, ''",
        "GET /nowhere, ''",
    })
    void each_role_may_do_what_the_table_says_and_nothing_else(String route, String may) {
        var words = route.split(" ", 2);
        for (var role : AccountRole.values()) {
            assertThat(refusal(words[0], words[1], known(EnumSet.of(role))))
                    .as("%s by %s", route, role)
                    .isEqualTo(may.contains(role.name()) ? Optional.empty() : Optional.of("forbidden"));
        }
        assertThat(refusal(words[0], words[1], new Identification.Unnamed())).contains("unauthenticated");
        assertThat(refusal(words[0], words[1], new Identification.RejectedProof(UNAVAILABLE)))
                .contains("store-unavailable");
        assertThat(refusal(words[0], words[1], known(Set.of())))
                .isEqualTo(route.equals("GET /me") ? Optional.empty() : Optional.of("forbidden"));
    }

    @Test
    void nobody_is_asked_where_anybody_may() {
        assertThat(rights.refusal(rights.need("GET", "/page"), () -> {
                    throw new AssertionError("asked");
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET /note", "GET /note viewer editor", "GET /note owner", "GET /page viewer\nGET /page viewer"})
    void a_table_that_cannot_be_understood_is_none(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AccessTable.parse(text));
    }
}
