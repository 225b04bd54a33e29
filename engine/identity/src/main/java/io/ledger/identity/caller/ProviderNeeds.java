package io.ledger.identity.caller;

import io.ledger.core.identity.AuditLog;
import io.ledger.core.identity.ProviderAccounts;
import io.ledger.identity.EpochWatch;
import io.ledger.identity.session.Sessions;
import java.time.InstantSource;

/**
 * What the connection to an identity provider works with.
 *
 * @param sessions where a browser's session begins
 * @param watch tells whether what is remembered of accounts still counts
 * @param sharedSecret 32 octets that all servers of this ledger share
 */
@SuppressWarnings("ArrayRecordComponent") // It goes from hand to hand once.
public record ProviderNeeds(
        ProviderAccounts accounts,
        Sessions sessions,
        EpochWatch watch,
        AuditLog audit,
        byte[] sharedSecret,
        InstantSource clock) {}
