package io.ledger.core.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * Something to sign in with.
 *
 * @param id opaque; the id of the credential for a passkey, up to 1400 characters of ASCII
 * @param label what its owner calls it
 * @param content the hash of a password with its parameters, or the public key of a passkey; nothing that lets anybody
 *     sign in
 */
public record AccountKey(
        String id,
        String accountId,
        KeyKind kind,
        String label,
        String content,
        Instant createdAt,
        Optional<Instant> lastUsedAt) {

    /** How an account is signed in with. */
    public enum KeyKind {
        /** Something one knows. */
        PASSWORD,
        /** Something one has. */
        PASSKEY
    }

    /** Leaves out the content. */
    @Override
    public String toString() {
        return "AccountKey[%s of %s]".formatted(kind, accountId);
    }
}
