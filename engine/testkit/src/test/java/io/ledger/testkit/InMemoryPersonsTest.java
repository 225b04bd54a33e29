package io.ledger.testkit;

import io.ledger.core.person.PersonRegister;
import io.ledger.testkit.contract.PersonRegisterContract;

class InMemoryPersonsTest extends PersonRegisterContract {

    @Override
    protected PersonRegister empty() {
        return new InMemoryPersons();
    }
}
