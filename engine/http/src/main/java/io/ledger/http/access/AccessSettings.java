package io.ledger.http.access;

import io.ledger.core.identity.AuditLog;

/**
 * Who may use a server.
 *
 * @param hosts the names it answers to
 * @param proxies those that are believed when they say for whom they ask
 * @param trustActor whether they are believed who that is, by {@code X-Actor}
 * @param table what each route needs; not consulted while identities are not required
 * @param ties which the table has as rights
 * @param audit where refusals are kept
 */
public record AccessSettings(
        AllowedHosts hosts,
        TrustedProxies proxies,
        boolean trustActor,
        Identities identities,
        AccessTable table,
        PersonTies ties,
        AuditLog audit) {

    /** A server that asks nobody who they are, and believes the proxies on its own machine if any. */
    public static AccessSettings open(AllowedHosts hosts, boolean trustActor) {
        return open(hosts, trustActor ? TrustedProxies.LOOPBACK : TrustedProxies.NONE, trustActor);
    }

    /** A server that asks nobody who they are. */
    public static AccessSettings open(AllowedHosts hosts, TrustedProxies proxies, boolean trustActor) {
        return new AccessSettings(
                hosts, proxies, trustActor, Identities.OPEN, AccessTable.EMPTY, new PersonTies(), AuditLog.NONE);
    }
}
