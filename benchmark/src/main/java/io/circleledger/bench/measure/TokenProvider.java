package io.circleledger.bench.measure;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** The smallest identity provider: it tells its key, and signs tokens with it. */
final class TokenProvider implements AutoCloseable {

    static final String AUDIENCE = "bench";

    private static final int KEY_BITS = 2_048;
    private static final Duration TOKEN_LIFE = Duration.ofHours(1);
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final HttpServer server;
    private final KeyPair keys;

    private TokenProvider(HttpServer server, KeyPair keys) {
        this.server = server;
        this.keys = keys;
    }

    static TokenProvider start() throws IOException {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var provider = new TokenProvider(server, generator.generateKeyPair());
            provider.answer("/.well-known/openid-configuration", provider.configuration());
            provider.answer("/keys", provider.keySet());
            server.start();
            return provider;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("The JDK has no RSA", impossible);
        }
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A new token of somebody who has this role. */
    String token(String role) {
        var expires = Instant.now().plus(TOKEN_LIFE).getEpochSecond();
        var signed = part("{\"alg\":\"RS256\",\"kid\":\"bench\",\"typ\":\"at+jwt\"}")
                + "."
                + part(("{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"bench\",\"name\":\"bench\",\"client_id\":\"%s\","
                                + "\"iat\":%d,\"exp\":%d,\"jti\":\"%d\",\"roles\":[\"%s\"]}")
                        .formatted(
                                issuer(),
                                AUDIENCE,
                                AUDIENCE,
                                Instant.now().getEpochSecond(),
                                expires,
                                System.nanoTime(),
                                role));
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("The JDK has no RSA", impossible);
        }
    }

    private String configuration() {
        return ("{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\",\"authorization_endpoint\":\"%1$s/authorize\","
                        + "\"token_endpoint\":\"%1$s/token\",\"response_types_supported\":[\"code\"],"
                        + "\"subject_types_supported\":[\"public\"],"
                        + "\"id_token_signing_alg_values_supported\":[\"RS256\"]}")
                .formatted(issuer());
    }

    private String keySet() {
        var key = (RSAPublicKey) keys.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"bench\",\"n\":\"%s\",\"e\":\"%s\"}]}"
                .formatted(number(key.getModulus()), number(key.getPublicExponent()));
    }

    private static String number(BigInteger value) {
        var octets = value.toByteArray();
        return URL.encodeToString(octets[0] == 0 ? Arrays.copyOfRange(octets, 1, octets.length) : octets);
    }

    private static String part(String json) {
        return URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private void answer(String path, String json) {
        server.createContext(path, exchange -> {
            var octets = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, octets.length);
            exchange.getResponseBody().write(octets);
            exchange.close();
        });
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
