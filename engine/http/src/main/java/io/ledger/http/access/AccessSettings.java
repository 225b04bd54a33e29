package io.ledger.http.access;

import io.ledger.core.identity.AuditLog;
import io.ledger.http.server.AllowedHosts;

/**
 * Who may use a server.
 *
 * @param hosts the names it answers to
 * @param trustActor whether a trusted proxy is believed who asks, by {@code X-Actor}
 * @param table what each route needs; not consulted while identities are not required
 * @param audit where refusals are kept
 */
public record AccessSettings(
        AllowedHosts hosts, boolean trustActor, Identities identities, AccessTable table, AuditLog audit) {

    /** A server that asks nobody who they are. */
    public static AccessSettings open(AllowedHosts hosts, boolean trustActor) {
        return new AccessSettings(hosts, trustActor, Identities.OPEN, AccessTable.EMPTY, AuditLog.NONE);
    }
}
