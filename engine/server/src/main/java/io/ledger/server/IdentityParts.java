package io.ledger.server;

import io.ledger.core.identity.AuditLog;
import io.ledger.http.access.AccessSettings;
import io.ledger.http.access.AccessTable;
import io.ledger.http.access.AllowedHosts;
import io.ledger.http.access.Identities;
import io.ledger.http.access.PersonTies;
import io.ledger.http.access.TrustedProxies;
import io.ledger.http.routes.Dependency;
import io.ledger.http.routing.RouteGroup;
import io.ledger.identity.EpochWatch;
import io.ledger.identity.IdentityCleanup;
import io.ledger.identity.IdentityProvider;
import io.ledger.identity.LastUses;
import io.ledger.identity.account.AccountRoutes;
import io.ledger.identity.account.LinkAddress;
import io.ledger.identity.account.LocalSignIn;
import io.ledger.identity.account.OwnAccountRoutes;
import io.ledger.identity.account.PasswordHashes;
import io.ledger.identity.account.PasswordSignIn;
import io.ledger.identity.account.SessionRoutes;
import io.ledger.identity.account.SignInLinkMaker;
import io.ledger.identity.account.SignInThrottle;
import io.ledger.identity.audit.AuditRoutes;
import io.ledger.identity.audit.AuditTrail;
import io.ledger.identity.caller.LedgerIdentities;
import io.ledger.identity.caller.ProviderNeeds;
import io.ledger.identity.passkey.PasskeyNeeds;
import io.ledger.identity.passkey.PasskeyRoutes;
import io.ledger.identity.passkey.PasskeySignInRoutes;
import io.ledger.identity.session.Sessions;
import io.ledger.identity.token.TokenRoutes;
import io.ledger.identity.token.Tokens;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.identity.MariaDbAccountKeys;
import io.ledger.mariadb.identity.MariaDbAccounts;
import io.ledger.mariadb.identity.MariaDbAuditRecords;
import io.ledger.mariadb.identity.MariaDbIdentityEpoch;
import io.ledger.mariadb.identity.MariaDbSessions;
import io.ledger.mariadb.identity.MariaDbSignInLinks;
import io.ledger.mariadb.identity.MariaDbTokens;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who may use a server, and the routes by which that is managed.
 *
 * @param routes those of sessions, accounts, tokens and the audit log
 * @param health of an identity provider, where there is one
 * @param links makes the link for the first administrator; empty where the ledger has no accounts of its own
 */
public record IdentityParts(
        Identities identities,
        AuditLog audit,
        List<RouteGroup> routes,
        Optional<Dependency> health,
        Optional<SignInLinkMaker> links) {

    /** A server that asks nobody who they are. */
    public static final IdentityParts OPEN = new IdentityParts(
            Identities.OPEN, AuditLog.NONE, List.of(SessionRoutes.open()), Optional.empty(), Optional.empty());

    /** Makes and starts what the settings ask for. */
    public static IdentityParts wire(IdentitySettings settings, Database database, PartStack parts) {
        return settings.areConfigured() ? configured(settings, database, InstantSource.system(), parts) : OPEN;
    }

    private static IdentityParts configured(
            IdentitySettings settings, Database database, InstantSource clock, PartStack parts) {
        var accounts = new MariaDbAccounts(database, clock);
        var keys = new MariaDbAccountKeys(database);
        var links = new MariaDbSignInLinks(database);
        var sessionStore = new MariaDbSessions(database);
        var tokenStore = new MariaDbTokens(database);
        var records = new MariaDbAuditRecords(database);
        var epoch = new MariaDbIdentityEpoch(database);
        var watch = parts.add(new EpochWatch(epoch));
        var audit = parts.add(new AuditTrail(records, clock));
        var sessionUses = parts.add(new LastUses(sessionStore::used, clock));
        var tokenUses = parts.add(new LastUses(tokenStore::used, clock));
        var cleanup = parts.add(new IdentityCleanup(sessionStore, links, records, settings.auditKept(), clock));
        watch.start();
        audit.start();
        sessionUses.start();
        tokenUses.start();
        cleanup.start();

        var sessions = new Sessions(sessionStore, watch, sessionUses, clock);
        var tokens = new Tokens(tokenStore, watch, tokenUses, clock);
        var provider = settings.provider()
                .map(factory -> factory.create(
                        new ProviderNeeds(accounts, sessions, watch, audit, epoch.sharedSecret(), clock)));
        var maker = new SignInLinkMaker(accounts, links, clock);
        var hashes = new PasswordHashes();
        var throttle = new SignInThrottle(clock);
        var local = settings.hasLocalAccounts()
                ? Optional.of(new LocalSignIn(
                        new PasswordSignIn(accounts, keys, hashes, throttle),
                        hashes,
                        keys,
                        links,
                        watch,
                        audit,
                        clock,
                        throttle))
                : Optional.<LocalSignIn>empty();
        var routes = new ArrayList<RouteGroup>(List.of(
                new SessionRoutes(sessions, local, provider, audit),
                new AccountRoutes(
                        accounts, maker, new LinkAddress(settings.publicUrl()), local.isPresent(), watch, audit),
                new OwnAccountRoutes(accounts, sessions, local, audit),
                new TokenRoutes(tokens, audit),
                new AuditRoutes(records, audit)));
        provider.map(IdentityProvider::routes).ifPresent(routes::add);
        if (local.isPresent()) {
            var needs = new PasskeyNeeds(
                    accounts,
                    keys,
                    sessions,
                    throttle,
                    watch,
                    audit,
                    epoch.sharedSecret(),
                    settings.publicUrl(),
                    clock);
            routes.add(new PasskeyRoutes(needs));
            routes.add(new PasskeySignInRoutes(needs));
        }
        return new IdentityParts(
                new LedgerIdentities(tokens, sessions, provider, clock),
                audit,
                List.copyOf(routes),
                provider.map(IdentityProvider::health),
                local.map(_ -> maker));
    }

    /**
     * What the HTTP server is told.
     *
     * @param hosts the names it answers to
     * @param trustActor whether a trusted proxy is believed who asks
     * @param ties which the table has as rights
     */
    public AccessSettings access(
            AllowedHosts hosts, TrustedProxies proxies, boolean trustActor, AccessTable table, PersonTies ties) {
        return new AccessSettings(hosts, proxies, trustActor, identities, table, ties, audit);
    }
}
