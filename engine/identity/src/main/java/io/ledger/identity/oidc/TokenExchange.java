package io.ledger.identity.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Changes codes and refresh tokens for tokens at the provider. */
final class TokenExchange {

    private final OidcSettings settings;
    private final ProviderDirectory directory;
    private final ProviderHttp http;

    TokenExchange(OidcSettings settings, ProviderDirectory directory, ProviderHttp http) {
        this.settings = settings;
        this.directory = directory;
        this.http = http;
    }

    /**
     * What the provider gives, none of it checked.
     *
     * @param life of the access token
     */
    record GivenTokens(
            String accessToken, Optional<String> idToken, Optional<String> refreshToken, Optional<Duration> life) {

        /** Leaves out the tokens. */
        @Override
        public String toString() {
            return "GivenTokens";
        }
    }

    /** The tokens for a code; empty if the provider refuses. */
    Optional<GivenTokens> byCode(String code, SignInAttempt attempt) throws ProviderUnavailableException {
        return ask(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                attempt.redirectUri(),
                "code_verifier",
                attempt.verifier()));
    }

    /** Newer tokens; empty if the provider refuses. */
    Optional<GivenTokens> byRefreshToken(String token) throws ProviderUnavailableException {
        return ask(Map.of("grant_type", "refresh_token", "refresh_token", token));
    }

    private Optional<GivenTokens> ask(Map<String, String> grant) throws ProviderUnavailableException {
        var description = directory.description();
        var form = new LinkedHashMap<>(grant);
        var authorization = Optional.<String>empty();
        if (settings.clientSecret().isPresent() && description.takesBasic()) {
            authorization = settings.clientSecret().map(this::basic);
        } else {
            form.put("client_id", settings.clientId());
            settings.clientSecret().ifPresent(secret -> form.put("client_secret", secret));
        }
        var answer = http.post(description.tokens(), form, authorization);
        if (answer.status() == 429) {
            throw new ProviderUnavailableException("it is asked too often");
        }
        return answer.status() == 200 ? Optional.of(read(answer.body())) : Optional.empty();
    }

    /** RFC 6749 has both parts encoded as in a form first. */
    private String basic(String secret) {
        var pair = ProviderHttp.encoded(settings.clientId()) + ":" + ProviderHttp.encoded(secret);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static GivenTokens read(String json) throws ProviderUnavailableException {
        try {
            var fields = JSONObjectUtils.parse(json);
            var access = text(fields, "access_token");
            if (access.isEmpty() || !text(fields, "token_type").orElse("").equalsIgnoreCase("Bearer")) {
                throw new ProviderUnavailableException("its answer has no bearer token");
            }
            var life = fields.get("expires_in") instanceof Number seconds
                    ? Optional.of(Duration.ofSeconds(Math.clamp(seconds.longValue(), 0, Integer.MAX_VALUE)))
                    : Optional.<Duration>empty();
            return new GivenTokens(access.get(), text(fields, "id_token"), text(fields, "refresh_token"), life);
        } catch (ParseException unreadable) {
            throw new ProviderUnavailableException("its tokens cannot be read", unreadable);
        }
    }

    private static Optional<String> text(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }
}
