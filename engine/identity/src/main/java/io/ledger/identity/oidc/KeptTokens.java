package io.ledger.identity.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.ledger.core.identity.ProviderGrant;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Optional;

/**
 * What is kept of a provider's tokens in a session.
 *
 * <p>It is encrypted with a key that is derived from the secret in the browser's cookie. The database has that secret's
 * hash alone, so whoever reads the database learns nothing that the provider would take.
 *
 * @param subject whose session it is
 * @param refreshToken what the provider is asked with
 * @param idToken what tells the provider who signs out
 * @param home where the browser reaches this ledger
 */
record KeptTokens(String subject, Optional<String> refreshToken, Optional<String> idToken, String home) {

    private static final String PURPOSE = "ledger provider session";

    /** Room for what the encryption adds. */
    private static final int OVERHEAD_BYTES = 64;

    /** Leaves out the tokens. */
    @Override
    public String toString() {
        return "KeptTokens";
    }

    /** What the database keeps. An ID token that is too long for it is left out: only signing out is less smooth then. */
    byte[] seal(String sessionSecret) {
        var text = text(idToken);
        var isTooLong = text.getBytes(StandardCharsets.UTF_8).length > ProviderGrant.SEALED_BYTES - OVERHEAD_BYTES;
        return SealedText.seal(octets(sessionSecret), PURPOSE, isTooLong ? text(Optional.empty()) : text);
    }

    private String text(Optional<String> hint) {
        var fields = new HashMap<String, Object>();
        fields.put("subject", subject);
        refreshToken.ifPresent(token -> fields.put("refresh_token", token));
        hint.ifPresent(token -> fields.put("id_token", token));
        fields.put("home", home);
        return JSONObjectUtils.toJSONString(fields);
    }

    /** What was kept; empty if it was for another secret. */
    static Optional<KeptTokens> open(String sessionSecret, byte[] sealed) {
        return SealedText.open(octets(sessionSecret), PURPOSE, sealed).map(KeptTokens::parse);
    }

    private static KeptTokens parse(String text) {
        try {
            var fields = JSONObjectUtils.parse(text);
            return new KeptTokens(
                    JSONObjectUtils.getString(fields, "subject"),
                    Optional.ofNullable(JSONObjectUtils.getString(fields, "refresh_token")),
                    Optional.ofNullable(JSONObjectUtils.getString(fields, "id_token")),
                    JSONObjectUtils.getString(fields, "home"));
        } catch (ParseException impossible) {
            throw new IllegalStateException("What this ledger has sealed cannot be read", impossible);
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
