package io.ledger.server;

import io.ledger.identity.caller.ProviderFactory;
import java.time.Duration;
import java.util.Optional;

/**
 * What identities are told.
 *
 * @param hasLocalAccounts whether the ledger has accounts of its own
 * @param auditKept how long an entry of the audit log is kept
 * @param publicUrl where people reach the server, without a slash at its end; empty where that is told by their requests
 * @param provider makes the connection to an identity provider, where there is one
 */
public record IdentitySettings(
        boolean hasLocalAccounts, Duration auditKept, Optional<String> publicUrl, Optional<ProviderFactory> provider) {

    /** Whether callers have to say who they are. */
    public boolean areConfigured() {
        return hasLocalAccounts || provider.isPresent();
    }
}
