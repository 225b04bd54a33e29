package io.ledger.identity.oidc;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;

/** What came of the check of a token. */
sealed interface TokenVerdict {

    /** The provider has signed it, and it counts now. */
    record Genuine(JWSHeader header, JWTClaimsSet claims) implements TokenVerdict {}

    /** It is not to be believed. */
    record RefusedToken(TokenFault fault) implements TokenVerdict {}

    /**
     * Nobody can tell: the provider's keys are not known.
     *
     * @param reason a short phrase
     */
    record UncheckedToken(String reason) implements TokenVerdict {}
}
