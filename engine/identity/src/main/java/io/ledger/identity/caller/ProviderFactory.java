package io.ledger.identity.caller;

import io.ledger.identity.IdentityProvider;

/** Makes the connection to an identity provider, of what it needs. */
@FunctionalInterface
public interface ProviderFactory {

    IdentityProvider create(ProviderNeeds needs);
}
