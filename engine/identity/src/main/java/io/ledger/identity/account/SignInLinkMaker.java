package io.ledger.identity.account;

import io.ledger.core.Sha256;
import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountName;
import io.ledger.core.identity.AccountOutcome;
import io.ledger.core.identity.AccountRole;
import io.ledger.core.identity.AccountState;
import io.ledger.core.identity.AccountStore;
import io.ledger.core.identity.SignInLinks;
import io.ledger.identity.IdentityLimits;
import io.ledger.identity.Secrets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Makes accounts, and the links by which their owners choose a password. */
public final class SignInLinkMaker {

    /** What the first administrator is called, until they change it. */
    public static final String FIRST_NAME = "administrator";

    private static final Set<AccountRole> FIRST_ROLES =
            EnumSet.of(AccountRole.ADMINISTRATOR, AccountRole.EDITOR, AccountRole.OPERATOR);

    private final AccountStore accounts;
    private final SignInLinks links;
    private final InstantSource clock;

    public SignInLinkMaker(AccountStore accounts, SignInLinks links, InstantSource clock) {
        this.accounts = accounts;
        this.links = links;
        this.clock = clock;
    }

    /**
     * Adds an account of the ledger's own.
     *
     * @param name by {@link AccountName}
     */
    public AccountOutcome add(String name, Set<AccountRole> roles) {
        return accounts.add(new Account(
                UUID.randomUUID().toString(),
                name,
                roles,
                AccountState.ACTIVE,
                Optional.empty(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                Optional.empty()));
    }

    /** The secret of a new link for an account; the links that it had are not valid any more. */
    public String issue(String accountId) {
        var secret = Secrets.next();
        var now = clock.instant();
        links.issue(accountId, Sha256.bytes(secret), now, now.plus(IdentityLimits.LINK_LIFE));
        return secret;
    }

    /**
     * The secret of a link for the first administrator, while nobody has ever signed in.
     *
     * <p>The account is made when there is none. Until somebody has used a link, each call makes another one, and the one
     * before is not valid any more.
     */
    public Optional<String> first() {
        if (accounts.ownAccounts() == 0) {
            add(FIRST_NAME, FIRST_ROLES);
        }
        return accounts.named(AccountName.key(FIRST_NAME))
                .filter(account -> account.lastSignIn().isEmpty() && account.isActive() && accounts.ownAccounts() == 1)
                .map(account -> issue(account.id()));
    }
}
