package io.ledger.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ledger.core.identity.AccountRole;
import io.ledger.core.person.PersonId;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.ServerProblem;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RightsCheckTest {

    static final Problem FORBIDDEN = Problem.of(ServerProblem.FORBIDDEN, "This is not allowed.");
    static final Problem UNAVAILABLE = Problem.of(ServerProblem.STORE_UNAVAILABLE, "Try again in a moment.");

    private static final PersonId PERSON = new PersonId(UUID.randomUUID());

    private final PersonTies ties = new PersonTies();
    private final RightsCheck rights = new RightsCheck(AccessTable.parse("""
            # a remark
            GET  /page   anybody
            GET  /me     signed-in
            GET  /note   viewer
            POST /note   editor
            GET  /state  operator
            GET  /audit  administrator
            PUT  /note/{id}  editor,author
            """), ties);

    private Optional<String> refusal(String method, String path, Identification caller) {
        return rights.refusal(rights.need(method, path), () -> "42", () -> caller)
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

    private static Identification of(Optional<PersonId> person, AccountRole... roles) {
        return new Identification.KnownCaller(new Caller("id", "name", Set.of(roles), Caller.Proof.SESSION, person));
    }

    @Test
    void a_tie_to_what_the_path_names_is_a_right_as_long_as_it_holds() {
        var author = of(Optional.of(PERSON), AccountRole.VIEWER);
        assertThat(refusal("PUT", "/note/{id}", author))
                .as("nobody has said what it means")
                .contains("forbidden");
        ties.add("author", (person, id) -> person.equals(PERSON) && id.equals("42"));
        assertThat(refusal("PUT", "/note/{id}", author)).isEmpty();
        assertThat(refusal("PUT", "/note/{id}", of(Optional.of(PERSON)))).isEmpty();
        assertThat(refusal("PUT", "/note/{id}", of(Optional.of(new PersonId(UUID.randomUUID())))))
                .contains("forbidden");
        assertThat(refusal("PUT", "/note/{id}", of(Optional.empty(), AccountRole.VIEWER)))
                .contains("forbidden");
        assertThat(refusal("PUT", "/note/{id}", of(Optional.empty(), AccountRole.EDITOR)))
                .isEmpty();
        assertThat(refusal("POST", "/note", author)).as("a route without a tie").contains("forbidden");
        ties.add("author", (_, _) -> false);
        assertThat(refusal("PUT", "/note/{id}", author)).contains("forbidden");
        assertThat(refusal("PUT", "/note/{id}", new Identification.Unnamed())).contains("unauthenticated");
    }

    @Test
    void nobody_is_asked_where_anybody_may() {
        assertThat(rights.refusal(rights.need("GET", "/page"), () -> "42", () -> {
                    throw new AssertionError("asked");
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /note",
                "GET /note viewer editor",
                "GET /note owner",
                "GET /note editor,author",
                "GET /note/{id} author,editor",
                "GET /page viewer\nGET /page viewer"
            })
    void a_table_that_cannot_be_understood_is_none(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AccessTable.parse(text));
    }
}
