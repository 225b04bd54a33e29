package io.ledger.identity.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.nimbusds.openid.connect.sdk.claims.CodeHash;
import io.ledger.core.identity.AccountRole;
import io.ledger.identity.oidc.TokenExchange.GivenTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds out from the tokens that the provider gave whose they are and what their user may do.
 *
 * <p>The ID token says who it is. Roles are taken from the access token where it can be read, for that is where
 * Keycloak names them unless told otherwise, and else from the ID token. The provider gave the access token in answer to
 * this ledger's own question, so its audience is not asked for here.
 */
final class GivenTokensCheck {

    private final OidcSettings settings;
    private final TokenCheck tokens;
    private final InstantSource clock;
    private final RoleClaim roleClaim;

    GivenTokensCheck(OidcSettings settings, TokenCheck tokens, InstantSource clock) {
        this.settings = settings;
        this.tokens = tokens;
        this.clock = clock;
        this.roleClaim = new RoleClaim(settings.roleClaim());
    }

    /** What came of it. */
    sealed interface OwnerVerdict {

        /**
         * They are somebody's.
         *
         * @param validUntil when the provider has to be asked anew
         */
        record Owned(ProviderUser user, Set<AccountRole> roles, Instant validUntil) implements OwnerVerdict {}

        /** They are not to be believed. */
        record RefusedOwner(TokenFault fault) implements OwnerVerdict {}

        /** Nobody can tell: the provider's keys are not known. */
        record UncheckedOwner(String reason) implements OwnerVerdict {}
    }

    /** The tokens of a sign-in. */
    OwnerVerdict ofSignIn(GivenTokens given, String code, SignInAttempt attempt) {
        var idToken = given.idToken();
        if (idToken.isEmpty()) {
            return new OwnerVerdict.RefusedOwner(TokenFault.KIND);
        }
        return outcome(
                given,
                tokens.check(
                        idToken.get(),
                        said -> idFault(said.claims())
                                .or(() -> attempt.nonce().equals(said.claims().getClaim("nonce"))
                                        ? Optional.empty()
                                        : Optional.of(TokenFault.NONCE))
                                .or(() -> hashFault(said, given, Optional.of(code)))));
    }

    /** The tokens that came in place of older ones. A provider need not give an ID token then. */
    OwnerVerdict ofRenewal(GivenTokens given, String subject) {
        if (given.idToken().isEmpty()) {
            return outcome(given, tokens.check(given.accessToken(), said -> otherSubject(said.claims(), subject)));
        }
        return outcome(
                given,
                tokens.check(
                        given.idToken().get(),
                        said -> idFault(said.claims())
                                .or(() -> otherSubject(said.claims(), subject))
                                .or(() -> hashFault(said, given, Optional.empty()))));
    }

    private OwnerVerdict outcome(GivenTokens given, TokenVerdict first) {
        return switch (first) {
            case TokenVerdict.Genuine(var _, var claims) -> owned(given, claims);
            case TokenVerdict.RefusedToken(var fault) -> new OwnerVerdict.RefusedOwner(fault);
            case TokenVerdict.UncheckedToken(var reason) -> new OwnerVerdict.UncheckedOwner(reason);
        };
    }

    private OwnerVerdict owned(GivenTokens given, JWTClaimsSet claims) {
        var access = tokens.check(given.accessToken(), said -> otherSubject(said.claims(), claims.getSubject()))
                        instanceof TokenVerdict.Genuine(var _, var readable)
                ? Optional.of(readable)
                : Optional.<JWTClaimsSet>empty();
        var roles = access.flatMap(roleClaim::in).or(() -> roleClaim.in(claims)).orElse(Set.of());
        var user = ProviderUser.named(claims, Stream.concat(Stream.of(claims), access.stream()));
        return new OwnerVerdict.Owned(user, roles, clock.instant().plus(life(given)));
    }

    private static Duration life(GivenTokens given) {
        var life = given.life().orElse(OidcLimits.GRANT_LIFE_DEFAULT);
        var atLeast = life.compareTo(OidcLimits.GRANT_LIFE_MIN) < 0 ? OidcLimits.GRANT_LIFE_MIN : life;
        return atLeast.compareTo(OidcLimits.GRANT_LIFE_MAX) > 0 ? OidcLimits.GRANT_LIFE_MAX : atLeast;
    }

    private static Optional<TokenFault> otherSubject(JWTClaimsSet claims, String subject) {
        return subject.equals(claims.getSubject()) ? Optional.empty() : Optional.of(TokenFault.SUBJECT);
    }

    private Optional<TokenFault> idFault(JWTClaimsSet claims) {
        var party = claims.getClaim("azp");
        var isOurs = claims.getAudience().contains(settings.clientId())
                && (party == null ? claims.getAudience().size() == 1 : party.equals(settings.clientId()));
        return isOurs ? Optional.empty() : Optional.of(TokenFault.AUDIENCE);
    }

    /** Whether the ID token came with another code or access token; providers need not say. */
    private static Optional<TokenFault> hashFault(TokenVerdict.Genuine said, GivenTokens given, Optional<String> code) {
        var named = said.header().getAlgorithm();
        var isEdwards = JWSAlgorithm.Family.ED.contains(named);
        var algorithm = isEdwards ? JWSAlgorithm.EdDSA : named;
        var curve = isEdwards ? Curve.Ed25519 : null;
        var access = AccessTokenHash.compute(new BearerAccessToken(given.accessToken()), algorithm, curve);
        var isWrong = !agrees(said, "at_hash", access)
                || code.filter(it ->
                                !agrees(said, "c_hash", CodeHash.compute(new AuthorizationCode(it), algorithm, curve)))
                        .isPresent();
        return isWrong ? Optional.of(TokenFault.HASH) : Optional.empty();
    }

    private static boolean agrees(TokenVerdict.Genuine said, String claim, Object computed) {
        var value = said.claims().getClaim(claim);
        return value == null || value.equals(Objects.toString(computed, ""));
    }
}
