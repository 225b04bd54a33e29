package io.ledger.identity.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A sign-in that somebody has begun and will come back from.
 *
 * <p>Their browser keeps it in a cookie that it cannot read, so any server of the ledger can finish it.
 *
 * @param state what the provider sends back; nobody else knows it
 * @param nonce what the ID token has to name
 * @param verifier proves to the provider that the code is shown by who began
 * @param home where the browser reaches this ledger, without a slash at its end
 * @param returnTo the place in the console to come back to
 */
record SignInAttempt(String state, String nonce, String verifier, String home, String returnTo, Instant startedAt) {

    private static final String PURPOSE = "ledger provider sign-in";

    /** A new one. */
    static SignInAttempt begin(String home, String returnTo, Instant now) {
        return new SignInAttempt(
                new State(32).getValue(), new Nonce(32).getValue(), new CodeVerifier().getValue(), home, returnTo, now);
    }

    /** Where the provider sends the browser back to. */
    String redirectUri() {
        return home + ProviderSignIn.CALLBACK;
    }

    /** The value of the cookie. */
    String seal(byte[] secret) {
        var text = JSONObjectUtils.toJSONString(Map.of(
                "state", state,
                "nonce", nonce,
                "verifier", verifier,
                "home", home,
                "return", returnTo,
                "started", startedAt.toString()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(SealedText.seal(secret, PURPOSE, text));
    }

    /** What a cookie says; empty if this ledger did not write it. */
    static Optional<SignInAttempt> open(byte[] secret, String cookie) {
        try {
            return SealedText.open(secret, PURPOSE, Base64.getUrlDecoder().decode(cookie))
                    .map(SignInAttempt::parse);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static SignInAttempt parse(String text) {
        try {
            var fields = JSONObjectUtils.parse(text);
            return new SignInAttempt(
                    JSONObjectUtils.getString(fields, "state"),
                    JSONObjectUtils.getString(fields, "nonce"),
                    JSONObjectUtils.getString(fields, "verifier"),
                    JSONObjectUtils.getString(fields, "home"),
                    JSONObjectUtils.getString(fields, "return"),
                    Instant.parse(JSONObjectUtils.getString(fields, "started")));
        } catch (ParseException impossible) {
            throw new IllegalStateException("What this ledger has sealed cannot be read", impossible);
        }
    }
}
