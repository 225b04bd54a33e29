package io.ledger.identity.oidc;

import io.ledger.core.identity.IdentityEpoch;

/** Nothing ever changes by another server. */
public final class QuietEpoch implements IdentityEpoch {

    @Override
    public long current() {
        return 1;
    }

    @Override
    public byte[] sharedSecret() {
        return new byte[32];
    }
}
