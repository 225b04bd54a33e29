package io.ledger.identity.oidc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import io.helidon.http.HeaderNames;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.identity.AccountRole;
import io.ledger.core.identity.ProviderAccounts;
import io.ledger.http.access.Caller;
import io.ledger.http.access.Identification;
import io.ledger.http.access.Unauthenticated;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.ServerProblem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who shows an access token of the identity provider, as {@code Authorization: Bearer}.
 *
 * <p>A token that was found genuine is remembered by its SHA-256, within its own life and for
 * {@link OidcLimits#TOKEN_REMEMBERED_FOR} at most. Whose account it is, is asked each time: the accounts have a memory
 * of their own, which forgets at once when somebody is disabled.
 */
final class ProviderBearers {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderBearers.class);

    /** What an access token may call itself in its header. */
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

    /** What only ID tokens have: hashes of what they came with. */
    private static final List<String> OF_ID_TOKENS = List.of("at_hash", "c_hash", "s_hash");

    private final String audience;
    private final RoleClaim roleClaim;
    private final TokenCheck tokens;
    private final ProviderAccounts accounts;
    private final InstantSource clock;
    /** By their text: a digest would be made for every request. Only genuine tokens get in. */
    private final Cache<String, GenuineToken> remembered = Caffeine.newBuilder()
            .maximumWeight(OidcLimits.REMEMBERED_CHARACTERS)
            .weigher((String token, GenuineToken _) -> token.length())
            .expireAfterWrite(OidcLimits.TOKEN_REMEMBERED_FOR)
            .build();

    ProviderBearers(
            String audience, RoleClaim roleClaim, TokenCheck tokens, ProviderAccounts accounts, InstantSource clock) {
        this.audience = audience;
        this.roleClaim = roleClaim;
        this.tokens = tokens;
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * A token that was found genuine.
     *
     * @param until when that has to be found out anew
     */
    private record GenuineToken(ProviderUser user, Set<AccountRole> roles, Instant until) {}

    /** Who shows this token. It does not throw. */
    Identification identify(String token) {
        var known = remembered.getIfPresent(token);
        if (known != null && clock.instant().isBefore(known.until())) {
            return named(known);
        }
        return switch (tokens.check(token, this::accessFault)) {
            case TokenVerdict.Genuine(var _, var claims) -> {
                var genuine = genuine(claims);
                remembered.put(token, genuine);
                yield named(genuine);
            }
            case TokenVerdict.RefusedToken(var fault) -> refused(fault);
            case TokenVerdict.UncheckedToken(var reason) -> unavailable(reason);
        };
    }

    private GenuineToken genuine(JWTClaimsSet claims) {
        var latest = clock.instant().plus(OidcLimits.TOKEN_REMEMBERED_FOR);
        var until = TokenCheck.expiry(claims).filter(latest::isAfter).orElse(latest);
        return new GenuineToken(ProviderUser.in(claims), roleClaim.in(claims).orElse(Set.of()), until);
    }

    private Identification named(GenuineToken token) {
        try {
            var account = accounts.of(token.user().subject(), token.user().name());
            return account.isActive()
                    ? new Identification.KnownCaller(new Caller(
                            account.id(), account.name(), token.roles(), Caller.Proof.PROVIDER_TOKEN, account.person()))
                    : refused(TokenFault.ACCOUNT);
        } catch (StoreUnavailableException _) {
            return new Identification.RejectedProof(Problem.of(
                            ServerProblem.STORE_UNAVAILABLE, "The accounts cannot be reached; try again in a moment.")
                    .retryLater());
        }
    }

    private Optional<TokenFault> accessFault(TokenVerdict.Genuine token) {
        if (!isAccessToken(token.header(), token.claims())) {
            return Optional.of(TokenFault.KIND);
        }
        if (token.claims().getClaim("cnf") != null) {
            return Optional.of(TokenFault.BOUND);
        }
        return token.claims().getAudience().contains(audience) ? Optional.empty() : Optional.of(TokenFault.AUDIENCE);
    }

    /**
     * Whether a token can be an access token. An ID token is for the console alone, which got it for a sign-in; as far as
     * it can be told, it is one when it says so (its {@code typ} in the header, or as Keycloak's claim), or has a hash of
     * what it came with.
     */
    private static boolean isAccessToken(JWSHeader header, JWTClaimsSet claims) {
        var type = header.getType();
        var kind = claims.getClaim("typ");
        return (type == null || TYPES.contains(type.getType().toLowerCase(Locale.ROOT)))
                && (kind == null || (kind instanceof String text && text.equalsIgnoreCase("Bearer")))
                && OF_ID_TOKENS.stream().allMatch(name -> claims.getClaim(name) == null);
    }

    private static Identification refused(TokenFault fault) {
        LOG.atInfo().addKeyValue("reason", fault.reason()).log("a token of the identity provider was refused");
        return new Identification.RejectedProof(Problem.of(
                        ServerProblem.UNAUTHENTICATED, fault.reason() + "; get a new one from the identity provider.")
                .header(
                        HeaderNames.WWW_AUTHENTICATE,
                        "%s, error=\"invalid_token\", error_description=\"%s\""
                                .formatted(Unauthenticated.CHALLENGE, fault.reason())));
    }

    private static Identification unavailable(String reason) {
        LOG.atWarn().addKeyValue("reason", reason).log("a token cannot be checked");
        return new Identification.RejectedProof(ProviderProblem.unavailable());
    }
}
