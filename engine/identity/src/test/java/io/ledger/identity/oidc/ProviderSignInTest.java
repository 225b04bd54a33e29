package io.ledger.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.nimbusds.openid.connect.sdk.claims.CodeHash;
import io.ledger.core.Sha256;
import io.ledger.identity.oidc.OddProvider.TokenAnswer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderSignInTest {

    private static final String CODE = "the-code/of+hanako";
    private static final String PATH = "/session/provider";

    private final OddProvider provider = new OddProvider();
    private SignInServer server = new SignInServer(provider, "", Optional.empty());
    private final AtomicReference<Map<String, String>> lastForm = new AtomicReference<>(Map.of());
    private final AtomicReference<String> nonce = new AtomicReference<>("");

    @AfterEach
    void close() {
        server.close();
        provider.close();
    }

    /** A browser that was sent to the provider. */
    private record Begun(Map<String, String> asked, String cookie, String setCookie) {}

    private Begun begin(String query) {
        var answer = server.get(PATH + query, Map.of());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        var place = URI.create(answer.headers().firstValue("Location").orElseThrow());
        assertThat(place.toString()).startsWith(provider.issuer() + "/sign-in?");
        var asked = new HashMap<String, String>();
        URLUtils.parseParameters(place.getRawQuery()).forEach((name, values) -> asked.put(name, values.getFirst()));
        nonce.set(asked.get("nonce"));
        var cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return new Begun(asked, cookie.substring(0, cookie.indexOf(';')), cookie);
    }

    private String callback(Begun begun, Consumer<Map<String, String>> change) {
        var parameters = new HashMap<>(Map.of(
                "state", begun.asked().get("state"), "code", CODE, "iss", provider.issuer(), "session_state", "x"));
        change.accept(parameters);
        var query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? "?" : "&")
                .append(name)
                .append("=")
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return PATH + "/callback" + query;
    }

    /** The provider gives these tokens from now on. */
    private void give(UnaryOperator<JWTClaimsSet.Builder> idChange, List<String> roles) {
        provider.answerTokens(form -> {
            var fields = new HashMap<String, String>();
            URLUtils.parseParameters(form).forEach((name, values) -> fields.put(name, values.getFirst()));
            lastForm.set(fields);
            var now = server.clock.instant();
            var id = provider.sign(
                    idChange.apply(provider.claims(now).claim("roles", null).claim("nonce", nonce.get()))
                            .build());
            var access = provider.sign(provider.claims(now)
                    .audience("account")
                    .claim("roles", roles)
                    .build());
            return tokens(id, access);
        });
    }

    private static TokenAnswer tokens(String id, String access) {
        return new TokenAnswer(200, """
                {"access_token": "%s", "token_type": "Bearer", "expires_in": 60, "id_token": "%s",
                 "refresh_token": "refresh-of-hanako"}
                """.formatted(access, id));
    }

    private String sessionCookie(HttpResponse<String> answer) {
        var given = answer.headers().allValues("Set-Cookie").stream()
                .filter(it -> it.startsWith("session="))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer.headers().map() + answer.body()));
        return given.substring(0, given.indexOf(';'));
    }

    private String signIn() {
        var begun = begin("");
        give(UnaryOperator.identity(), List.of("editor"));
        return sessionCookie(server.get(callback(begun, _ -> {}), Map.of("Cookie", begun.cookie())));
    }

    private HttpResponse<String> whoAmI(String cookie) {
        return server.get("/session", Map.of("Cookie", cookie));
    }

    /** The sign-in comes to nothing, and the log has a reason and nothing else of it. */
    private void refuses(HttpResponse<String> answer, int status, String problem) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("/problems/" + problem);
        assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(it -> it.startsWith("session="));
        assertThat(server.sessions()).isEmpty();
    }

    private void refusesTokens(UnaryOperator<JWTClaimsSet.Builder> idChange) {
        var begun = begin("");
        give(idChange, List.of("editor"));
        refuses(server.get(callback(begun, _ -> {}), Map.of("Cookie", begun.cookie())), 401, "sign-in-refused");
    }

    @Test
    void signsIn() {
        var begun = begin("?return_to=" + URLEncoder.encode("/#/audit?kind=x", StandardCharsets.UTF_8));
        give(UnaryOperator.identity(), List.of("editor", "uma_authorization"));
        var answer = server.get(
                callback(begun, _ -> {}),
                Map.of(
                        "Cookie",
                        begun.cookie(),
                        "Sec-Fetch-Site",
                        "cross-site",
                        "Sec-Fetch-Mode",
                        "navigate",
                        "Sec-Fetch-Dest",
                        "document"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("/#/audit?kind=x");
        assertThat(answer.headers().allValues("Set-Cookie"))
                .anyMatch(it -> it.startsWith("session=") && it.contains("HttpOnly") && it.contains("SameSite"))
                .anyMatch(it -> it.startsWith("sign-in=;") && it.contains("Max-Age=0"));
        var me = whoAmI(sessionCookie(answer));
        assertThat(me.statusCode()).isEqualTo(200);
        assertThat(me.body()).contains("\"name\":\"Hanako Sato\"", "\"roles\":[\"editor\"]");
        assertThat(server.audit).anyMatch(it -> it.kind().equals("signed-in"));
    }

    @Test
    void asksTheProviderAsItShould() {
        var begun = begin("");
        give(UnaryOperator.identity(), List.of());
        server.get(callback(begun, _ -> {}), Map.of("Cookie", begun.cookie()));

        assertThat(begun.asked())
                .containsEntry("response_type", "code")
                .containsEntry("client_id", OddProvider.CLIENT)
                .containsEntry("scope", "openid profile email")
                .containsEntry("redirect_uri", server.url() + PATH + "/callback")
                .containsEntry("code_challenge_method", "S256");
        assertThat(begun.setCookie()).contains("HttpOnly", "SameSite=Lax", "Max-Age=600", "Path=/");
        assertThat(begun.setCookie())
                .doesNotContain(begun.asked().get("state"), begun.asked().get("nonce"));
        var verifier = new CodeVerifier(lastForm.get().get("code_verifier"));
        assertThat(CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue())
                .isEqualTo(begun.asked().get("code_challenge"));
        assertThat(lastForm.get())
                .containsEntry("grant_type", "authorization_code")
                .containsEntry("code", CODE)
                .containsEntry("redirect_uri", server.url() + PATH + "/callback")
                .doesNotContainKey("client_secret");
        var secret = new String(
                Base64.getDecoder().decode(provider.lastAuthorization().substring("Basic ".length())),
                StandardCharsets.UTF_8);
        assertThat(secret).isEqualTo(OddProvider.CLIENT + ":s3cret+of%2Bthe%2Fclient");
    }

    @Test
    void eachSignInIsFinishedOnceInTheBrowserThatBeganIt() {
        var begun = begin("");
        var other = begin("");
        nonce.set(begun.asked().get("nonce"));
        give(UnaryOperator.identity(), List.of("editor"));
        var path = callback(begun, _ -> {});

        refuses(server.get(path, Map.of()), 401, "sign-in-expired");
        refuses(server.get(path, Map.of("Cookie", other.cookie())), 401, "sign-in-expired");
        refuses(server.get(path, Map.of("Cookie", begun.cookie() + "A")), 401, "sign-in-expired");
        refuses(server.get(path, Map.of("Cookie", "sign-in=rubbish")), 401, "sign-in-expired");
        refuses(
                server.get(callback(begun, it -> it.remove("state")), Map.of("Cookie", begun.cookie())),
                401,
                "sign-in-expired");
        refuses(
                server.get(path + "&state=" + begun.asked().get("state"), Map.of("Cookie", begun.cookie())),
                401,
                "sign-in-expired");
        assertThat(lastForm.get()).isEmpty();

        assertThat(server.get(path, Map.of("Cookie", begun.cookie())).statusCode())
                .isEqualTo(303);
        assertThat(server.sessions()).hasSize(1);
        var again = server.get(path, Map.of("Cookie", begun.cookie()));
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(again.body()).contains("sign-in-expired");
        assertThat(server.sessions()).hasSize(1);
    }

    @Test
    void aSignInThatTakesTooLongIsOver() {
        var begun = begin("");
        give(UnaryOperator.identity(), List.of("editor"));
        server.clock.pass(OidcLimits.SIGN_IN_TIME);
        refuses(server.get(callback(begun, _ -> {}), Map.of("Cookie", begun.cookie())), 401, "sign-in-expired");
    }

    @Test
    void anotherProviderIsNotMixedUpWithThisOne() {
        for (var change : List.<Consumer<Map<String, String>>>of(
                it -> it.put("iss", "https://evil.example.org"), it -> it.remove("iss"))) {
            var begun = begin("");
            give(UnaryOperator.identity(), List.of("editor"));
            refuses(server.get(callback(begun, change), Map.of("Cookie", begun.cookie())), 401, "sign-in-refused");
        }
        // Nobody was given the code.
        assertThat(lastForm.get()).isEmpty();
    }

    @Test
    void whatTheProviderRefusesIsRefused() {
        var begun = begin("");
        var denied = callback(begun, it -> {
            it.remove("code");
            it.put("error", "access_denied");
            it.put("error_description", "<script>Hanako</script>");
        });
        refuses(server.get(denied, Map.of("Cookie", begun.cookie())), 401, "sign-in-refused");
        var used = begin("");
        provider.answerTokens(_ -> new TokenAnswer(400, "{\"error\":\"invalid_grant\"}"));
        refuses(server.get(callback(used, _ -> {}), Map.of("Cookie", used.cookie())), 401, "sign-in-refused");
        var down = begin("");
        provider.answerTokens(_ -> new TokenAnswer(500, "{}"));
        refuses(server.get(callback(down, _ -> {}), Map.of("Cookie", down.cookie())), 503, "provider-unavailable");
    }

    @Test
    void idTokensThatAreNotRightAreRefused() {
        try (var log = new LogCapture()) {
            refusesTokens(id -> id.claim("nonce", null));
            refusesTokens(id -> id.claim("nonce", "of-another-sign-in"));
            refusesTokens(id -> id.audience("other-client"));
            refusesTokens(id -> id.audience(List.of(OddProvider.CLIENT, "other")));
            refusesTokens(id -> id.claim("azp", "other-client"));
            refusesTokens(id -> id.issuer("https://evil.example.org"));
            refusesTokens(id -> id.subject(null));
            refusesTokens(
                    id -> id.expirationTime(Date.from(server.clock.instant().minusSeconds(60))));
            refusesTokens(id -> id.claim("c_hash", "AAAAAAAAAAAAAAAAAAAAAA"));
            refusesTokens(id -> id.claim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"));
            assertThat(log.all())
                    .filteredOn(line -> line.contains("refused"))
                    .hasSize(10)
                    .allMatch(line -> line.startsWith("a sign-in with the identity provider was refused [reason="));
            assertThat(log.all())
                    .noneMatch(line -> line.contains("Hanako")
                            || line.contains(CODE)
                            || line.contains("evil")
                            || line.contains("refresh-of")
                            || line.contains(nonce.get()));
        }
    }

    @Test
    void anIdTokenThatIsNotSignedIsRefused() {
        var begun = begin("");
        provider.answerTokens(_ -> tokens(
                new PlainJWT(provider.claims(server.clock.instant())
                                .claim("nonce", nonce.get())
                                .build())
                        .serialize(),
                "opaque"));
        refuses(server.get(callback(begun, _ -> {}), Map.of("Cookie", begun.cookie())), 401, "sign-in-refused");
    }

    @Test
    void rightHashesAreTaken() {
        var begun = begin("");
        give(
                id -> id.claim(
                        "c_hash",
                        CodeHash.compute(new AuthorizationCode(CODE), JWSAlgorithm.RS256, null)
                                .getValue()),
                List.of("editor"));
        assertThat(server.get(callback(begun, _ -> {}), Map.of("Cookie", begun.cookie()))
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void rolesMayBeInTheIdToken() {
        var begun = begin("");
        provider.answerTokens(_ -> tokens(
                provider.sign(provider.claims(server.clock.instant())
                        .claim("nonce", nonce.get())
                        .claim("roles", List.of("operator"))
                        .build()),
                "opaque"));
        var cookie = sessionCookie(server.get(callback(begun, _ -> {}), Map.of("Cookie", begun.cookie())));
        assertThat(whoAmI(cookie).body()).contains("\"roles\":[\"operator\"]");
    }

    @Test
    void leadsNobodyElsewhere() {
        for (var place : List.of(
                "https://evil.example.org",
                "//evil.example.org",
                "/\\evil.example.org",
                "/x/../..//evil.example.org",
                "/elsewhere",
                "javascript:alert(1)",
                "/#\r\nSet-Cookie: a=b",
                "/?" + "x".repeat(OidcLimits.RETURN_CHARACTERS))) {
            var answer = server.get(PATH + "?return_to=" + URLEncoder.encode(place, StandardCharsets.UTF_8), Map.of());
            assertThat(answer.statusCode()).as(place).isEqualTo(400);
        }
    }

    @Test
    void peopleAreToldInTheConsole() {
        var answer = server.get(PATH + "/callback?state=x&code=y", Map.of("Accept", "text/html,*/*;q=0.8"));
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("/#/sign-in?problem=sign-in-expired");
    }

    @Test
    void rolesAreAskedAnewWhenTheAccessTokenIsOver() {
        var cookie = signIn();
        give(UnaryOperator.identity(), List.of("viewer"));
        server.clock.pass(Duration.ofSeconds(59));
        assertThat(whoAmI(cookie).body()).contains("\"roles\":[\"editor\"]");
        server.clock.pass(Duration.ofSeconds(2));
        assertThat(whoAmI(cookie).body()).contains("\"roles\":[\"viewer\"]");
        assertThat(lastForm.get())
                .containsEntry("grant_type", "refresh_token")
                .containsEntry("refresh_token", "refresh-of-hanako");
    }

    @Test
    void aSessionEndsWhenTheProviderDoesNotRenewIt() {
        var cookie = signIn();
        server.clock.pass(Duration.ofSeconds(61));
        provider.answerTokens(_ -> new TokenAnswer(503, "{}"));
        assertThat(whoAmI(cookie).statusCode()).isEqualTo(503);
        assertThat(server.sessions()).hasSize(1);
        provider.answerTokens(_ -> new TokenAnswer(400, "{\"error\":\"invalid_grant\"}"));
        assertThat(whoAmI(cookie).statusCode()).isEqualTo(401);
        assertThat(server.sessions()).isEmpty();
    }

    @Test
    void aRenewalForSomebodyElseEndsTheSession() {
        var cookie = signIn();
        server.clock.pass(Duration.ofSeconds(61));
        give(id -> id.subject("subject-of-taro"), List.of("administrator"));
        assertThat(whoAmI(cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void signingOutLeadsToTheProvider() {
        var cookie = signIn();
        var answer = server.send("DELETE", "/session", Map.of("Cookie", cookie, "Sec-Fetch-Site", "same-origin"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .contains(
                        provider.issuer() + "/sign-out?",
                        "id_token_hint=ey",
                        "client_id=" + OddProvider.CLIENT,
                        "post_logout_redirect_uri=" + URLEncoder.encode(server.url() + "/", StandardCharsets.UTF_8));
        assertThat(whoAmI(cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void theDatabaseAloneRevealsNoToken() {
        var cookie = signIn();
        var sealed = server.sessions().getFirst().grant().orElseThrow().sealed();
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("refresh", "ey", "subject");
        var secret = cookie.substring(cookie.indexOf('=') + 1);
        assertThat(KeptTokens.open(secret, sealed))
                .hasValueSatisfying(it -> assertThat(it.refreshToken()).contains("refresh-of-hanako"));
        assertThat(KeptTokens.open(secret + "x", sealed)).isEmpty();
        assertThat(KeptTokens.open(Base64URL.encode(Sha256.bytes(secret)).toString(), sealed))
                .isEmpty();
    }

    @Test
    void aDisabledAccountDoesNotSignIn() {
        signIn();
        server.people.disableAll();
        var begun = begin("");
        give(UnaryOperator.identity(), List.of("editor"));
        var answer = server.get(callback(begun, _ -> {}), Map.of("Cookie", begun.cookie()));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("/problems/account-disabled");
    }

    @Test
    void worksUnderAPathAndAPublicName() {
        server.close();
        server = new SignInServer(provider, "/ledger", Optional.of("https://ledger.example.org/ledger"));
        var answer = server.get("/ledger" + PATH, Map.of());
        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .startsWith(provider.issuer() + "/sign-in?")
                .contains(URLEncoder.encode(
                        "https://ledger.example.org/ledger" + PATH + "/callback", StandardCharsets.UTF_8));
        var failed = server.get("/ledger" + PATH + "/callback", Map.of("Accept", "text/html"));
        assertThat(failed.headers().firstValue("Location")).contains("/ledger/#/sign-in?problem=sign-in-expired");
    }

    @Test
    void aProviderThatIsDownIsSaid() {
        server.close();
        provider.describeAs("https://elsewhere.example.org");
        server = new SignInServer(provider, "", Optional.empty());
        var answer = server.get(PATH, Map.of());
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }
}
