package io.ledger.identity.account;

import io.ledger.core.Sha256;
import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountKey;
import io.ledger.core.identity.AccountKeys;
import io.ledger.core.identity.AuditLog;
import io.ledger.core.identity.SignInLinks;
import io.ledger.http.access.Unauthenticated;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.answer.ServerProblem;
import io.ledger.http.request.RequestContext;
import io.ledger.identity.EpochWatch;
import io.ledger.identity.IdentityProblem;
import io.ledger.identity.Secrets;
import io.ledger.identity.account.PasswordSignIn.Attempt;
import io.ledger.identity.audit.Audited;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Signs people in with accounts of the ledger's own, and changes their passwords, for the request that runs. */
public final class LocalSignIn {

    private final PasswordSignIn passwords;
    private final PasswordHashes hashes;
    private final AccountKeys keys;
    private final SignInLinks links;
    private final EpochWatch watch;
    private final AuditLog audit;
    private final InstantSource clock;
    private final SignInThrottle throttle;

    public LocalSignIn(
            PasswordSignIn passwords,
            PasswordHashes hashes,
            AccountKeys keys,
            SignInLinks links,
            EpochWatch watch,
            AuditLog audit,
            InstantSource clock,
            SignInThrottle throttle) {
        this.passwords = passwords;
        this.hashes = hashes;
        this.keys = keys;
        this.links = links;
        this.watch = watch;
        this.audit = audit;
        this.clock = clock;
        this.throttle = throttle;
    }

    /**
     * The account with this name and password.
     *
     * @throws Refusal when there is none, or too many have failed
     */
    public Account byPassword(String name, String password) {
        return switch (passwords.attempt(name, password, address())) {
            case Attempt.Right(var account) -> account;
            case Attempt.Wrong(var accountId) -> {
                audit.record(accountId
                        .map(id -> Audited.SIGN_IN_FAILED.now(id, Map.of("by", "password")))
                        .orElseGet(() -> Audited.SIGN_IN_FAILED.byNobody(Map.of("by", "password"))));
                throw new Refusal(Unauthenticated.challenge(Problem.of(
                        IdentityProblem.WRONG_PASSWORD,
                        "The name or the password is wrong; try again, or ask an administrator for a new link.")));
            }
            case Attempt.Delayed(var wait) -> {
                if (throttle.isNews(address())) {
                    audit.record(Audited.SIGN_IN_DELAYED.byNobody(Map.of("by", "password")));
                }
                throw new Refusal(SignInThrottle.delayed(wait));
            }
            case Attempt.TooMany() -> throw busy();
        };
    }

    /**
     * The account of a link, which gets this password; the link is used up.
     *
     * @throws Refusal when the link is not valid, or the password cannot be one
     */
    public Account byLink(String link, String password) {
        var hash = Sha256.bytes(link);
        var account = (Secrets.isShaped(link) ? links.account(hash, clock.instant()) : Optional.<Account>empty())
                .orElseThrow(LocalSignIn::notValid);
        var key = passwordOf(account, password, "password");
        if (!links.redeem(hash, key, clock.instant())) {
            throw notValid();
        }
        watch.changed();
        audit.record(Audited.PASSWORD_CHANGED.now(account.id(), Map.of("by", "link")));
        return account;
    }

    /**
     * Changes the password of an account, and ends its other sessions.
     *
     * @param session the id of the session that goes on
     * @throws Refusal when the old password is wrong, or the new one cannot be one
     */
    void change(Account account, String oldPassword, String newPassword, Optional<String> session) {
        byPassword(account.name(), oldPassword);
        var key = passwordOf(account, newPassword, "password");
        if (!keys.setPassword(key, session)) {
            throw new Refusal(AccountRoutes.unknown());
        }
        watch.changed();
        audit.record(Audited.PASSWORD_CHANGED.now(account.id(), Map.of("by", "password")));
    }

    private AccountKey passwordOf(Account account, String password, String field) {
        PasswordRules.fault(password, account.name()).ifPresent(fault -> {
            throw new Refusal(Problem.invalid(List.of(Fault.field(field, fault))));
        });
        return new AccountKey(
                UUID.randomUUID().toString(),
                account.id(),
                AccountKey.KeyKind.PASSWORD,
                "",
                hashes.hash(password).orElseThrow(LocalSignIn::busy),
                clock.instant(),
                Optional.empty());
    }

    private static String address() {
        return RequestContext.current().origin().address();
    }

    private static Refusal busy() {
        return new Refusal(
                Problem.of(ServerProblem.SERVER_BUSY, "Many people sign in at this moment; try again in a moment.")
                        .retryLater());
    }

    private static Refusal notValid() {
        return new Refusal(Unauthenticated.challenge(Problem.of(
                IdentityProblem.LINK_NOT_VALID,
                "The link was used already, was replaced by another one, or is over; ask an administrator for a new"
                        + " one.")));
    }
}
