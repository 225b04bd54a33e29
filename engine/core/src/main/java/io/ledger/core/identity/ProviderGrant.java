package io.ledger.core.identity;

import java.time.Instant;
import java.util.Set;

/**
 * What an identity provider has said of somebody in a session.
 *
 * @param roles what they may do
 * @param validUntil when the provider has to be asked anew
 * @param sealed what to ask it with; encrypted with a key that the database does not have
 */
@SuppressWarnings("ArrayRecordComponent") // It is copied on its way in and out.
public record ProviderGrant(Set<AccountRole> roles, Instant validUntil, byte[] sealed) {

    /** The most octets of {@link #sealed}. */
    public static final int SEALED_BYTES = 32 * 1024;

    public ProviderGrant {
        roles = Set.copyOf(roles);
        sealed = sealed.clone();
    }

    @Override
    public byte[] sealed() {
        return sealed.clone();
    }

    /** Leaves out what is sealed. */
    @Override
    public String toString() {
        return "ProviderGrant[%s until %s]".formatted(roles, validUntil);
    }
}
