package io.ledger.core.identity;

import io.ledger.core.StoreUnavailableException;

/** The accounts of people whom an identity provider vouches for. */
public interface ProviderAccounts {

    /**
     * The account of somebody; made when they come for the first time.
     *
     * @param name the one that the provider gives now; empty if it gives none, then the account keeps the one it has
     * @throws StoreUnavailableException when the accounts cannot be reached
     */
    Account of(ProviderSubject subject, String name);
}
