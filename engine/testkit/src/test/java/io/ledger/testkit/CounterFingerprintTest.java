package io.ledger.testkit;

import io.ledger.core.command.Fingerprint;
import io.ledger.testkit.contract.FingerprintContract;
import io.ledger.testkit.counter.CounterCommand;
import io.ledger.testkit.counter.CounterCommand.Add;
import io.ledger.testkit.counter.CounterCommand.Close;
import io.ledger.testkit.counter.CounterCommand.Start;
import io.ledger.testkit.counter.CounterFingerprint;
import java.util.List;

class CounterFingerprintTest extends FingerprintContract<CounterCommand> {

    @Override
    protected Fingerprint<CounterCommand> fingerprint() {
        return new CounterFingerprint();
    }

    @Override
    protected List<CounterCommand> creations() {
        return List.of(new Start("a"), new Start("b"));
    }

    @Override
    protected List<CounterCommand> changes() {
        return List.of(new Add(1), new Add(2), new Close());
    }
}
