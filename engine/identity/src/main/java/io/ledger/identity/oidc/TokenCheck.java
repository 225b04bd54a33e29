package io.ledger.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Checks what every token of an identity provider has to be: signed by the provider, by a method that only it can sign
 * with, and valid now.
 *
 * <p>What a token says of itself is looked at first, and its signature last, so that a token that is refused in any
 * case does not have keys fetched. Nothing is believed before the signature is found right. Only the provider's own keys
 * are used, never one that a token brings along or points at.
 */
final class TokenCheck {

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512,
            JWSAlgorithm.EdDSA,
            JWSAlgorithm.Ed25519);

    private final String issuer;
    private final ProviderKeys keys;
    private final InstantSource clock;

    TokenCheck(String issuer, ProviderKeys keys, InstantSource clock) {
        this.issuer = issuer;
        this.keys = keys;
        this.clock = clock;
    }

    /** @param further what else is asked of this token, from what it says */
    TokenVerdict check(String token, Function<TokenVerdict.Genuine, Optional<TokenFault>> further) {
        if (token.length() > OidcLimits.TOKEN_CHARACTERS) {
            return new TokenVerdict.RefusedToken(TokenFault.TOO_LONG);
        }
        try {
            return switch (JWTParser.parse(token)) {
                case PlainJWT _ -> new TokenVerdict.RefusedToken(TokenFault.UNSIGNED);
                case EncryptedJWT _ -> new TokenVerdict.RefusedToken(TokenFault.ENCRYPTED);
                case SignedJWT signed -> signed(signed, further);
                default -> new TokenVerdict.RefusedToken(TokenFault.MALFORMED);
            };
        } catch (ParseException | IllegalArgumentException | IllegalStateException _) {
            return new TokenVerdict.RefusedToken(TokenFault.MALFORMED);
        }
    }

    private TokenVerdict signed(SignedJWT token, Function<TokenVerdict.Genuine, Optional<TokenFault>> further)
            throws ParseException {
        var header = token.getHeader();
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            return new TokenVerdict.RefusedToken(TokenFault.ALGORITHM);
        }
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            return new TokenVerdict.RefusedToken(TokenFault.CRITICAL);
        }
        var claims = Optional.ofNullable(token.getJWTClaimsSet());
        if (claims.isEmpty()) {
            return new TokenVerdict.RefusedToken(TokenFault.MALFORMED);
        }
        var said = new TokenVerdict.Genuine(header, claims.get());
        var fault = fault(claims.get()).or(() -> further.apply(said));
        if (fault.isPresent()) {
            return new TokenVerdict.RefusedToken(fault.get());
        }
        try {
            var key = keys.find(header);
            if (key.isEmpty()) {
                return new TokenVerdict.RefusedToken(TokenFault.KEY);
            }
            return isSigned(token, key.get()) ? said : new TokenVerdict.RefusedToken(TokenFault.SIGNATURE);
        } catch (ProviderUnavailableException unavailable) {
            return new TokenVerdict.UncheckedToken(String.valueOf(unavailable.getMessage()));
        }
    }

    private Optional<TokenFault> fault(JWTClaimsSet claims) {
        var now = clock.instant();
        if (!issuer.equals(claims.getIssuer())) {
            return Optional.of(TokenFault.ISSUER);
        }
        var subject = claims.getSubject();
        if (subject == null || subject.isEmpty() || subject.length() > OidcLimits.SUBJECT_CHARACTERS) {
            return Optional.of(TokenFault.SUBJECT);
        }
        var expiry = expiry(claims);
        if (expiry.isEmpty()) {
            return Optional.of(TokenFault.NO_EXPIRY);
        }
        if (!now.isBefore(expiry.get())) {
            return Optional.of(TokenFault.EXPIRED);
        }
        var notBefore = Optional.ofNullable(claims.getNotBeforeTime()).map(Date::toInstant);
        return notBefore
                .filter(it -> now.plus(OidcLimits.CLOCK_SKEW).isBefore(it))
                .map(_ -> TokenFault.NOT_YET);
    }

    /** When a token expires. */
    static Optional<Instant> expiry(JWTClaimsSet claims) {
        return Optional.ofNullable(claims.getExpirationTime()).map(Date::toInstant);
    }

    private static boolean isSigned(SignedJWT token, JWK key) {
        try {
            return switch (key) {
                case RSAKey rsa -> token.verify(new RSASSAVerifier(rsa));
                case ECKey ec -> token.verify(new ECDSAVerifier(ec));
                case OctetKeyPair pair ->
                    EdwardsSignature.isOf(
                            pair, token.getSigningInput(), token.getSignature().decode());
                default -> false;
            };
        } catch (JOSEException _) {
            return false;
        }
    }
}
