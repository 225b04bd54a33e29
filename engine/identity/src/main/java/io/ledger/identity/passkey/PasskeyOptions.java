package io.ledger.identity.passkey;

import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountKey;
import io.ledger.identity.IdentityLimits;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What browsers are asked for, in WebAuthn's own form (PublicKeyCredentialCreationOptionsJSON and …RequestOptionsJSON). */
final class PasskeyOptions {

    private static final String KIND = "public-key";
    private static final String REQUIRED = "required";

    private PasskeyOptions() {}

    /**
     * For a new passkey, which the browser can find by itself later.
     *
     * @param passkeys those that the account has: an authenticator with one of them makes no other
     */
    static Map<String, Object> forNew(PasskeySite site, Account account, List<AccountKey> passkeys, byte[] challenge) {
        var options = new LinkedHashMap<String, Object>();
        options.put("rp", Map.of("id", site.id(), "name", site.id()));
        options.put(
                "user",
                Map.of(
                        "id", text(account.id().getBytes(StandardCharsets.UTF_8)),
                        "name", account.name(),
                        "displayName", account.name()));
        options.put("challenge", text(challenge));
        options.put(
                "pubKeyCredParams",
                PasskeyCheck.ALGORITHMS.stream()
                        .map(COSEAlgorithmIdentifier::getValue)
                        .map(algorithm -> Map.of("type", KIND, "alg", algorithm))
                        .toList());
        options.put("timeout", IdentityLimits.CHALLENGE_LIFE.toMillis());
        options.put(
                "excludeCredentials",
                passkeys.stream()
                        .map(key -> Map.of("type", KIND, "id", key.id()))
                        .toList());
        options.put(
                "authenticatorSelection",
                Map.of("residentKey", REQUIRED, "requireResidentKey", true, "userVerification", REQUIRED));
        options.put("attestation", "none");
        return options;
    }

    /** For any passkey of the site. */
    static Map<String, Object> forAny(PasskeySite site, byte[] challenge) {
        var options = new LinkedHashMap<String, Object>();
        options.put("challenge", text(challenge));
        options.put("timeout", IdentityLimits.CHALLENGE_LIFE.toMillis());
        options.put("rpId", site.id());
        options.put("allowCredentials", List.of());
        options.put("userVerification", REQUIRED);
        return options;
    }

    private static String text(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
