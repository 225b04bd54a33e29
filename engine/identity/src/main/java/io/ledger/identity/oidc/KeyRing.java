package io.ledger.identity.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The keys that an identity provider signs with.
 *
 * @param fetchedAt when the provider said that these are its keys
 */
record KeyRing(List<JWK> keys, Instant fetchedAt) {

    KeyRing {
        keys = List.copyOf(keys);
    }

    static KeyRing parse(String json, Instant fetchedAt) throws ProviderUnavailableException {
        try {
            var keys = JWKSet.parse(json).getKeys().stream()
                    .filter(key -> key instanceof RSAKey || key instanceof ECKey || key instanceof OctetKeyPair)
                    .map(JWK::toPublicJWK)
                    .filter(Objects::nonNull)
                    .toList();
            if (keys.isEmpty() || keys.size() > OidcLimits.KEYS) {
                throw new ProviderUnavailableException(
                        "it has %d keys to sign with; there must be 1 to %d".formatted(keys.size(), OidcLimits.KEYS));
            }
            return new KeyRing(keys, fetchedAt);
        } catch (ParseException | IllegalArgumentException unreadable) {
            throw new ProviderUnavailableException("its keys cannot be read", unreadable);
        }
    }

    /** The key that a header names; where it names none, the only one that fits. The name is only compared. */
    Optional<JWK> find(JWSHeader header) {
        var fitting = keys.stream()
                .filter(key -> header.getKeyID() == null || header.getKeyID().equals(key.getKeyID()))
                .filter(key -> fits(key, header.getAlgorithm()))
                .limit(2)
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }

    /** Whether a key is meant for signatures of this kind, so that no key is used in a way its owner did not mean. */
    private static boolean fits(JWK key, JWSAlgorithm algorithm) {
        return (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
                && (key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY))
                && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
                && isOfKind(key, algorithm);
    }

    private static boolean isOfKind(JWK key, JWSAlgorithm algorithm) {
        return switch (key) {
            case RSAKey rsa -> JWSAlgorithm.Family.RSA.contains(algorithm) && rsa.size() >= OidcLimits.RSA_BITS;
            case ECKey ec ->
                Optional.ofNullable(Curve.forJWSAlgorithm(algorithm))
                        .filter(curves -> curves.contains(ec.getCurve()))
                        .isPresent();
            case OctetKeyPair pair ->
                JWSAlgorithm.Family.ED.contains(algorithm) && pair.getCurve().equals(Curve.Ed25519);
            default -> false;
        };
    }
}
