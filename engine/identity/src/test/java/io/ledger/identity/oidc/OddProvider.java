package io.ledger.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An identity provider on this machine that can be made to go wrong. */
final class OddProvider implements AutoCloseable {

    static final String CLIENT = "ledger-client";
    static final String SECRET = "s3cret of+the/client";

    /** How it answers when its keys are asked for. */
    enum KeyAnswer {
        KEYS,
        ERROR,
        HUGE,
        SLOW,
        REDIRECT,
        NONSENSE
    }

    private static final RSAKey FIRST = rsa("first");

    private final HttpServer server;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger keyFetches = new AtomicInteger();
    private volatile List<JWK> keys = List.of(FIRST);
    private volatile KeyAnswer keyAnswer = KeyAnswer.KEYS;
    private volatile String describedIssuer;
    private volatile String lastAuthorization = "";
    private volatile TokenEndpoint tokenEndpoint = _ -> new TokenAnswer(400, "{\"error\":\"invalid_grant\"}");

    /** Changes codes and refresh tokens for tokens. */
    @FunctionalInterface
    interface TokenEndpoint {
        TokenAnswer answer(String form);
    }

    /** What it answers. */
    record TokenAnswer(int status, String json) {}

    OddProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        describedIssuer = issuer();
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/realm/.well-known/openid-configuration", this::describe);
        server.createContext("/realm/keys", this::keys);
        server.createContext("/elsewhere", exchange -> answer(exchange, 200, new JWKSet(keys).toString()));
        server.createContext("/realm/tokens", exchange -> {
            var form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            lastAuthorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            var answer = tokenEndpoint.answer(form);
            answer(exchange, answer.status(), answer.json());
        });
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:%d/realm".formatted(server.getAddress().getPort());
    }

    private void describe(HttpExchange exchange) throws IOException {
        answer(exchange, 200, """
                {"issuer": "%1$s", "jwks_uri": "%2$s/keys", "authorization_endpoint": "%2$s/sign-in",
                 "token_endpoint": "%2$s/tokens", "end_session_endpoint": "%2$s/sign-out",
                 "authorization_response_iss_parameter_supported": true,
                 "response_types_supported": ["code"], "subject_types_supported": ["public"],
                 "id_token_signing_alg_values_supported": ["RS256"]}
                """.formatted(describedIssuer, issuer()));
    }

    private void keys(HttpExchange exchange) throws IOException {
        keyFetches.incrementAndGet();
        switch (keyAnswer) {
            case KEYS -> answer(exchange, 200, new JWKSet(keys).toString());
            case ERROR -> answer(exchange, 500, "{}");
            case HUGE -> answer(exchange, 200, new JWKSet(keys) + " ".repeat(OidcLimits.ANSWER_BYTES));
            case SLOW -> trickle(exchange);
            case REDIRECT -> {
                exchange.getResponseHeaders().set("Location", issuer().replace("/realm", "/elsewhere"));
                exchange.sendResponseHeaders(302, -1);
            }
            case NONSENSE -> answer(exchange, 200, "{\"keys\":\"many\"}");
        }
        exchange.close();
    }

    /** Sends the beginning of an answer, and the rest never. */
    private void trickle(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 1_000);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
        try {
            closing.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        var body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    void answerKeys(KeyAnswer answer) {
        keyAnswer = answer;
    }

    void describeAs(String issuer) {
        describedIssuer = issuer;
    }

    void answerTokens(TokenEndpoint endpoint) {
        tokenEndpoint = endpoint;
    }

    /** What the ledger showed when it asked for tokens. */
    String lastAuthorization() {
        return lastAuthorization;
    }

    int keyFetches() {
        return keyFetches.get();
    }

    /** Signs with these keys from now on. */
    void have(JWK... now) {
        keys = new ArrayList<>(List.of(now));
    }

    RSAKey key() {
        return FIRST;
    }

    static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).keyUse(KeyUse.SIGNATURE).generate();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static ECKey ec(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The claims of a token that is right in every way. */
    JWTClaimsSet.Builder claims(Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject("subject-of-hanako")
                .audience(CLIENT)
                .claim("name", "Hanako Sato")
                .claim("email", "hanako@example.org")
                .claim("roles", List.of("editor", "something-else"))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    String sign(JWTClaimsSet claims) {
        return sign(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(FIRST.getKeyID())
                        .build(),
                claims,
                FIRST);
    }

    static String sign(JWSHeader header, JWTClaimsSet claims, JWK key) {
        try {
            return sign(header, claims, key instanceof ECKey ec ? new ECDSASigner(ec) : new RSASSASigner((RSAKey) key));
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static String sign(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
        try {
            var token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** What the provider's key is, for those who would use it as a secret. */
    byte[] publicKeyText() {
        try {
            return FIRST.toRSAPublicKey().getEncoded();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static Map<String, Object> realmAccess(String... roles) {
        return Map.of("roles", List.of(roles));
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
