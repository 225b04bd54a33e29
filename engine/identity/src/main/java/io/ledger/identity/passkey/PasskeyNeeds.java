package io.ledger.identity.passkey;

import io.ledger.core.identity.AccountKeys;
import io.ledger.core.identity.AccountStore;
import io.ledger.core.identity.AuditLog;
import io.ledger.identity.EpochWatch;
import io.ledger.identity.account.SignInThrottle;
import io.ledger.identity.session.Sessions;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What passkeys work with.
 *
 * @param sharedSecret 32 octets that all servers of this ledger share
 * @param publicUrl where people reach the server; empty where their requests say it
 */
@SuppressWarnings("ArrayRecordComponent") // It goes from hand to hand once.
public record PasskeyNeeds(
        AccountStore accounts,
        AccountKeys keys,
        Sessions sessions,
        SignInThrottle throttle,
        EpochWatch watch,
        AuditLog audit,
        byte[] sharedSecret,
        Optional<String> publicUrl,
        InstantSource clock) {}
