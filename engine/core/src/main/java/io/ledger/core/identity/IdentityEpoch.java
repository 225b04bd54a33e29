package io.ledger.core.identity;

/**
 * A number that is raised, in the same transaction, by every change after which somebody may do less or more than before.
 *
 * <p>Servers remember who is who, and forget it when the number has moved.
 */
public interface IdentityEpoch {

    /** The number now. */
    long current();

    /** A random secret of 32 octets that all servers of this ledger share, and nobody else has. */
    byte[] sharedSecret();
}
