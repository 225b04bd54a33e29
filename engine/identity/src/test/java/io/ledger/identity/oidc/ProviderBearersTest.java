package io.ledger.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.ledger.core.identity.AccountRole;
import io.ledger.http.access.Caller;
import io.ledger.http.access.Identification;
import io.ledger.http.answer.Problem;
import io.ledger.identity.oidc.OddProvider.KeyAnswer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderBearersTest {

    private final OddProvider provider = new OddProvider();
    private final SettableClock clock = new SettableClock();
    private final PeopleOfProvider people = new PeopleOfProvider();
    private final ProviderHttp http = new ProviderHttp();
    private ProviderBearers bearers = bearers("roles");

    private ProviderBearers bearers(String roleClaim) {
        return bearers(roleClaim, http);
    }

    private ProviderBearers bearers(String roleClaim, ProviderHttp http) {
        var issuer = ProviderUrl.parse(provider.issuer()).orElseThrow();
        var keys = new ProviderKeys(new ProviderDirectory(issuer, http, clock), http, clock);
        return new ProviderBearers(
                OddProvider.CLIENT,
                new RoleClaim(roleClaim),
                new TokenCheck(provider.issuer(), keys, clock),
                people,
                clock);
    }

    @AfterEach
    void close() {
        http.close();
        provider.close();
    }

    private Identification identify(String token) {
        return bearers.identify(token);
    }

    private Caller known(String token) {
        return switch (identify(token)) {
            case Identification.KnownCaller(var caller) -> caller;
            case Identification other -> throw new AssertionError(other);
        };
    }

    private Problem rejected(String token) {
        return switch (identify(token)) {
            case Identification.RejectedProof(var problem) -> problem;
            case Identification other -> throw new AssertionError(other);
        };
    }

    /** The token is refused for that reason, and the log has the reason and nothing of the token. */
    private void refuses(String token, TokenFault fault) {
        try (var log = new LogCapture()) {
            var problem = rejected(token);

            assertThat(problem.status()).isEqualTo(401);
            assertThat(problem.detail()).startsWith(fault.reason());
            assertThat(problem.headers()).singleElement().satisfies(header -> {
                assertThat(header.name()).isEqualTo("WWW-Authenticate");
                assertThat(header.values())
                        .isEqualTo("Bearer realm=\"ledger\", error=\"invalid_token\", error_description=\"%s\""
                                .formatted(fault.reason()));
            });
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("refused"))
                    .containsExactly("a token of the identity provider was refused [reason=\"%s\"] {}"
                            .formatted(fault.reason()));
            assertThat(log.lines()).noneMatch(line -> mentions(line, token));
        }
    }

    private boolean mentions(String line, String token) {
        var parts = token.split("\\.", -1);
        return line.contains("Hanako")
                || line.contains("hanako")
                || line.contains("passwd")
                || line.contains(OddProvider.CLIENT)
                || List.of(parts).stream().anyMatch(part -> part.length() > 3 && line.contains(part));
    }

    private String token(Consumer<JWTClaimsSet.Builder> change) {
        var claims = provider.claims(clock.instant());
        change.accept(claims);
        return provider.sign(claims.build());
    }

    private JWSHeader header(String keyId) {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build();
    }

    @Test
    void knowsWhoShowsATokenOfTheProvider() {
        var caller = known(token(_ -> {}));

        assertThat(caller.name()).isEqualTo("Hanako Sato");
        assertThat(caller.roles()).containsExactly(AccountRole.EDITOR);
        assertThat(caller.proof()).isEqualTo(Caller.Proof.PROVIDER_TOKEN);
        assertThat(known(token(claims -> claims.claim("name", null).claim("scope", "other"))))
                .extracting(Caller::accountId, Caller::name)
                .containsExactly(caller.accountId(), "hanako@example.org");
    }

    @Test
    void theNameIsTheBestThereIs() {
        assertThat(known(token(claims -> claims.claim("preferred_username", "hanako")))
                        .name())
                .isEqualTo("Hanako Sato");
        assertThat(known(token(claims -> claims.claim("name", " ").claim("preferred_username", "hsato")))
                        .name())
                .isEqualTo("hsato");
        // Who was known by a name before keeps it.
        assertThat(known(token(claims -> claims.claim("name", null).claim("email", null)))
                        .name())
                .isEqualTo("hsato");
        assertThat(known(token(claims ->
                                claims.subject("another").claim("name", null).claim("email", null)))
                        .name())
                .isEqualTo("another");
    }

    @Test
    void rolesAreWhereTheSettingSays() {
        var keycloak = bearers("realm_access.roles");
        var token = token(claims -> claims.claim("realm_access", OddProvider.realmAccess("viewer", "uma"))
                .claim("https://example.org/roles", List.of("operator")));

        assertThat(keycloak.identify(token))
                .isInstanceOfSatisfying(
                        Identification.KnownCaller.class,
                        it -> assertThat(it.caller().roles()).containsExactly(AccountRole.VIEWER));
        assertThat(bearers("https://example.org/roles").identify(token))
                .isInstanceOfSatisfying(
                        Identification.KnownCaller.class,
                        it -> assertThat(it.caller().roles()).containsExactly(AccountRole.OPERATOR));
        assertThat(known(token(claims -> claims.claim("roles", "editor"))).roles())
                .isEmpty();
        assertThat(known(token(claims -> claims.claim("roles", List.of("Editor", 7, "EDITOR "))))
                        .roles())
                .isEmpty();
        assertThat(known(token(claims -> claims.claim("roles", Map.of("editor", true))))
                        .roles())
                .isEmpty();
    }

    @Test
    void refusesWhatIsNotSigned() {
        refuses(new PlainJWT(provider.claims(clock.instant()).build()).serialize(), TokenFault.UNSIGNED);
        var claims = provider.claims(clock.instant()).build();
        refuses(
                Base64URL.encode("{\"alg\":\"NonE\"}") + "." + Base64URL.encode(claims.toString()) + ".",
                TokenFault.MALFORMED);
        var signed = token(_ -> {});
        refuses(signed.substring(0, signed.lastIndexOf('.') + 1), TokenFault.MALFORMED);
    }

    @Test
    void refusesThePublicKeyAsASecret() throws JOSEException {
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .keyID(provider.key().getKeyID())
                .build();
        var claims = provider.claims(clock.instant()).build();
        refuses(OddProvider.sign(header, claims, new MACSigner(provider.publicKeyText())), TokenFault.ALGORITHM);
        var text = provider.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        refuses(OddProvider.sign(header, claims, new MACSigner(text)), TokenFault.ALGORITHM);
    }

    @Test
    void refusesTheSignatureOfAnother() {
        var other = OddProvider.rsa("first");
        refuses(
                OddProvider.sign(
                        header("first"), provider.claims(clock.instant()).build(), other),
                TokenFault.SIGNATURE);
        var withKey = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("first")
                .jwk(other.toPublicJWK())
                .build();
        refuses(OddProvider.sign(withKey, provider.claims(clock.instant()).build(), other), TokenFault.SIGNATURE);
        var changed = token(_ -> {}).split("\\.", -1);
        var claims = provider.claims(clock.instant())
                .claim("roles", List.of("administrator"))
                .build();
        refuses(changed[0] + "." + Base64URL.encode(claims.toString()) + "." + changed[2], TokenFault.SIGNATURE);
    }

    @Test
    void aKeyIdIsOnlyCompared() {
        for (var id : List.of("../../etc/passwd", "file:///etc/passwd", "' OR 1=1 --", "http://127.0.0.1/passwd")) {
            refuses(
                    OddProvider.sign(
                            header(id), provider.claims(clock.instant()).build(), provider.key()),
                    TokenFault.KEY);
        }
    }

    @Test
    void refusesWhatIsForSomebodyElse() {
        refuses(token(claims -> claims.audience("other-client")), TokenFault.AUDIENCE);
        refuses(token(claims -> claims.audience((String) null)), TokenFault.AUDIENCE);
        refuses(token(claims -> claims.audience("account").claim("azp", OddProvider.CLIENT)), TokenFault.AUDIENCE);
        refuses(token(claims -> claims.issuer(provider.issuer() + "/")), TokenFault.ISSUER);
        refuses(token(claims -> claims.issuer(null)), TokenFault.ISSUER);
        refuses(token(claims -> claims.subject(null)), TokenFault.SUBJECT);
        assertThat(known(token(claims -> claims.audience(List.of("account", OddProvider.CLIENT))))
                        .name())
                .isEqualTo("Hanako Sato");
    }

    @Test
    void refusesWhatDoesNotCountNow() {
        var now = clock.instant();
        refuses(token(claims -> claims.expirationTime(Date.from(now.minusSeconds(1)))), TokenFault.EXPIRED);
        refuses(token(claims -> claims.expirationTime(null)), TokenFault.NO_EXPIRY);
        refuses(token(claims -> claims.notBeforeTime(Date.from(now.plus(Duration.ofDays(1))))), TokenFault.NOT_YET);
        refuses(token(claims -> claims.notBeforeTime(Date.from(now.plusSeconds(32)))), TokenFault.NOT_YET);
        known(token(claims -> claims.expirationTime(Date.from(now.plusSeconds(2)))));
        known(token(claims -> claims.notBeforeTime(Date.from(now.plusSeconds(25)))));
    }

    @Test
    void refusesTokensOfAnotherKind() {
        refuses(token(claims -> claims.claim("at_hash", "abc")), TokenFault.KIND);
        refuses(token(claims -> claims.claim("typ", "ID")), TokenFault.KIND);
        refuses(token(claims -> claims.claim("typ", "Refresh")), TokenFault.KIND);
        refuses(token(claims -> claims.claim("cnf", Map.of("jkt", "x"))), TokenFault.BOUND);
        var logout = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("first")
                .type(new JOSEObjectType("logout+jwt"))
                .build();
        refuses(OddProvider.sign(logout, provider.claims(clock.instant()).build(), provider.key()), TokenFault.KIND);
        var access = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("first")
                .type(new JOSEObjectType("at+JWT"))
                .build();
        known(OddProvider.sign(
                access, provider.claims(clock.instant()).claim("typ", "Bearer").build(), provider.key()));
        var critical = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("first")
                .criticalParams(Set.of("exp"))
                .customParam("exp", 1)
                .build();
        refuses(
                OddProvider.sign(critical, provider.claims(clock.instant()).build(), provider.key()),
                TokenFault.CRITICAL);
    }

    @Test
    void refusesWhatIsNoToken() {
        refuses("rubbish", TokenFault.MALFORMED);
        refuses("a.b.c", TokenFault.MALFORMED);
        refuses("e30.e30.e30", TokenFault.MALFORMED);
        refuses("x".repeat(OidcLimits.TOKEN_CHARACTERS + 1), TokenFault.TOO_LONG);
    }

    @Test
    void acceptsEachMethodThatTheKeysAreFor() throws GeneralSecurityException {
        var curve = OddProvider.ec("curve");
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var encoded = pair.getPublic().getEncoded();
        var point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        var edwards = new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point))
                .keyID("edwards")
                .build();
        provider.have(provider.key(), curve, edwards);
        var claims = provider.claims(clock.instant()).build();

        for (var algorithm : List.of(JWSAlgorithm.RS512, JWSAlgorithm.PS256)) {
            var header = new JWSHeader.Builder(algorithm).keyID("first").build();
            assertThat(identify(OddProvider.sign(header, claims, provider.key())))
                    .isInstanceOf(Identification.KnownCaller.class);
        }
        var byCurve = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("curve").build();
        known(OddProvider.sign(byCurve, claims, curve));
        var withoutId = new JWSHeader.Builder(JWSAlgorithm.ES256).build();
        known(OddProvider.sign(withoutId, claims, curve));

        var input =
                Base64URL.encode("{\"alg\":\"EdDSA\",\"kid\":\"edwards\"}") + "." + Base64URL.encode(claims.toString());
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        var signed = signature.sign();
        known(input + "." + Base64URL.encode(signed));
        signed[3] ^= 1;
        refuses(input + "." + Base64URL.encode(signed), TokenFault.SIGNATURE);
    }

    @Test
    void aNewKeyIsFetchedAndAnOldOneForgotten() {
        var old = token(_ -> {});
        known(old);
        var second = OddProvider.rsa("second");
        provider.have(second);
        clock.pass(OidcLimits.FETCH_PAUSE);
        var rotated = OddProvider.sign(
                header("second"), provider.claims(clock.instant()).build(), second);

        assertThat(known(rotated).name()).isEqualTo("Hanako Sato");
        assertThat(provider.keyFetches()).isEqualTo(2);
        // It was found genuine before, and is remembered for a while.
        known(old);
        clock.pass(OidcLimits.TOKEN_REMEMBERED_FOR);
        refuses(old, TokenFault.KEY);
    }

    @Test
    void unknownKeysDoNotHaveTheProviderAskedAgainAndAgain() {
        known(token(_ -> {}));
        for (var i = 0; i < 50; i++) {
            var forged = OddProvider.sign(
                    header("key-" + i), provider.claims(clock.instant()).build(), provider.key());
            rejected(forged);
        }
        assertThat(provider.keyFetches()).isEqualTo(1);
        clock.pass(OidcLimits.FETCH_PAUSE);
        for (var i = 0; i < 50; i++) {
            rejected(OddProvider.sign(
                    header("key-" + i), provider.claims(clock.instant()).build(), provider.key()));
        }
        assertThat(provider.keyFetches()).isEqualTo(2);
    }

    @Test
    void keysCountForAWhileWhileTheProviderIsDown() {
        known(token(_ -> {}));
        for (var broken : List.of(KeyAnswer.ERROR, KeyAnswer.HUGE, KeyAnswer.NONSENSE, KeyAnswer.REDIRECT)) {
            provider.answerKeys(broken);
            clock.pass(Duration.ofMinutes(30));
            known(token(_ -> {}));
            rejected(OddProvider.sign(
                    header("another"), provider.claims(clock.instant()).build(), provider.key()));
        }
        clock.pass(OidcLimits.KEYS_USED);
        assertThat(rejected(token(_ -> {})).status()).isEqualTo(503);

        provider.answerKeys(KeyAnswer.KEYS);
        clock.pass(OidcLimits.FETCH_PAUSE);
        known(token(_ -> {}));
    }

    @Test
    void withoutKeysNobodyIsBelieved() {
        for (var broken : List.of(KeyAnswer.ERROR, KeyAnswer.HUGE, KeyAnswer.NONSENSE, KeyAnswer.REDIRECT)) {
            provider.answerKeys(broken);
            assertThat(rejected(token(_ -> {})).status()).isEqualTo(503);
            clock.pass(OidcLimits.FETCH_PAUSE);
        }
        provider.describeAs("https://elsewhere.example.org");
        clock.pass(OidcLimits.METADATA_FRESH);
        provider.answerKeys(KeyAnswer.KEYS);
        known(token(_ -> {}));
    }

    @Test
    void aProviderThatDescribesAnotherIsNotBelieved() {
        provider.describeAs("https://elsewhere.example.org");
        assertThat(rejected(token(_ -> {})).status()).isEqualTo(503);
    }

    @Test
    void slowKeysHoldUpNoTokenThatIsKnown() {
        // Whoever waited for the keys would wait for longer than a test may take.
        try (var patient = new ProviderHttp(Duration.ofHours(1))) {
            bearers = bearers("roles", patient);
            known(token(_ -> {}));
            provider.answerKeys(KeyAnswer.SLOW);
            clock.pass(OidcLimits.KEYS_FRESH.plusSeconds(1));

            known(token(_ -> {}));
            known(token(claims -> claims.claim("more", 1)));
        }
    }

    @Test
    void slowKeysHoldUpATokenOfAnUnknownKeyForNoLongerThanTheLimit() {
        known(token(_ -> {}));
        provider.answerKeys(KeyAnswer.SLOW);
        clock.pass(OidcLimits.KEYS_FRESH.plusSeconds(1));

        refuses(
                OddProvider.sign(
                        header("another"), provider.claims(clock.instant()).build(), provider.key()),
                TokenFault.KEY);
    }

    @Test
    void aRememberedTokenEndsWithItsLife() {
        var token =
                token(claims -> claims.expirationTime(Date.from(clock.instant().plusSeconds(20))));
        known(token);
        clock.pass(Duration.ofSeconds(18));
        known(token);
        clock.pass(Duration.ofSeconds(2));
        refuses(token, TokenFault.EXPIRED);
    }

    @Test
    void aDisabledAccountIsRefusedAtOnce() {
        var token = token(_ -> {});
        known(token);
        people.disableAll();
        refuses(token, TokenFault.ACCOUNT);
    }

    @Test
    void accountsThatCannotBeReachedAreNoProofOfAnything() {
        var token = token(_ -> {});
        known(token);
        people.goDown();
        assertThat(rejected(token).status()).isEqualTo(503);
    }
}
