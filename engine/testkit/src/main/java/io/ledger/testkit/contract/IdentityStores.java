package io.ledger.testkit.contract;

import io.ledger.core.identity.AccountKeys;
import io.ledger.core.identity.AccountStore;
import io.ledger.core.identity.AuditRecords;
import io.ledger.core.identity.IdentityEpoch;
import io.ledger.core.identity.SessionStore;
import io.ledger.core.identity.SignInLinks;
import io.ledger.core.identity.TokenStore;
import io.ledger.core.person.PersonRegister;

/** The stores of one ledger's identities, with the register of the people whom accounts are of. */
public record IdentityStores(
        AccountStore accounts,
        AccountKeys keys,
        SignInLinks links,
        SessionStore sessions,
        TokenStore tokens,
        AuditRecords audit,
        IdentityEpoch epoch,
        PersonRegister persons) {}
