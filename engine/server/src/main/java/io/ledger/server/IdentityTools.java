package io.ledger.server;

import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountOutcome;
import io.ledger.core.identity.AccountRole;
import io.ledger.core.identity.AuditEntry;
import io.ledger.core.identity.AuditRecords.AuditRecord;
import io.ledger.core.identity.IdentityPage;
import io.ledger.identity.account.LinkAddress;
import io.ledger.identity.account.SignInLinkMaker;
import io.ledger.identity.audit.Audited;
import io.ledger.identity.token.Tokens;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.identity.MariaDbAccounts;
import io.ledger.mariadb.identity.MariaDbAuditRecords;
import io.ledger.mariadb.identity.MariaDbSignInLinks;
import io.ledger.mariadb.identity.MariaDbTokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Manages accounts and tokens at the command line, beside servers that run or not. It leaves traces in the audit log. */
public final class IdentityTools {

    /** In the audit log, in the place of an address. */
    private static final String HERE = "command-line";

    private static final int PAGE = 500;

    private final InstantSource clock = InstantSource.system();
    private final MariaDbAccounts accounts;
    private final MariaDbTokens tokens;
    private final MariaDbAuditRecords audit;
    private final SignInLinkMaker links;

    public IdentityTools(Database database) {
        accounts = new MariaDbAccounts(database, clock);
        tokens = new MariaDbTokens(database);
        audit = new MariaDbAuditRecords(database);
        links = new SignInLinkMaker(accounts, new MariaDbSignInLinks(database), clock);
    }

    /**
     * Adds an account of the ledger's own.
     *
     * @param name by {@link io.ledger.core.identity.AccountName}
     */
    public AccountOutcome addAccount(String name, Set<AccountRole> roles) {
        var outcome = links.add(name, roles);
        if (outcome instanceof AccountOutcome.Changed(var account)) {
            record(Audited.ACCOUNT_ADDED.by(HERE, Map.of("target", account.id())));
        }
        return outcome;
    }

    /**
     * The link by which the owner of an account chooses a password.
     *
     * @param url where people reach the server
     */
    public String link(String url, String accountId) {
        var secret = links.issue(accountId);
        record(Audited.LINK_ISSUED.by(HERE, Map.of("target", accountId)));
        return LinkAddress.at(url, secret);
    }

    /** All accounts that were not erased, the oldest first. */
    public List<Account> accounts() {
        var all = new ArrayList<Account>();
        var after = OptionalLong.of(IdentityPage.START);
        while (after.isPresent()) {
            var page = accounts.list(after.getAsLong(), PAGE);
            all.addAll(page.entries());
            after = page.next();
        }
        return all;
    }

    /**
     * Makes a token, and gives its text.
     *
     * @param name by {@link io.ledger.core.identity.AccountName}
     */
    public String addToken(String name, AccountRole role, Duration life) {
        var made = Tokens.make(tokens, clock, name, role, life, Optional.empty());
        record(Audited.TOKEN_MADE.by(HERE, Map.of("token_id", made.token().id(), "role", role.label())));
        return made.text();
    }

    /** Whether there was such a token, which is not believed any more. */
    public boolean revokeToken(String tokenId) {
        var isRevoked = tokens.revoke(tokenId, clock.instant());
        if (isRevoked) {
            record(Audited.TOKEN_REVOKED.by(HERE, Map.of("token_id", tokenId)));
        }
        return isRevoked;
    }

    private void record(AuditEntry entry) {
        audit.append(List.of(new AuditRecord(clock.instant(), entry)));
    }
}
