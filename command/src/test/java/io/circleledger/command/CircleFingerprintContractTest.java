package io.circleledger.command;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleCommand.CreateCircle;
import io.circleledger.domain.circle.CircleCommand.DissolveCircle;
import io.circleledger.domain.circle.CircleCommand.UpdateCircle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleName;
import io.ledger.core.command.Fingerprint;
import io.ledger.testkit.contract.FingerprintContract;
import java.util.List;

class CircleFingerprintContractTest extends FingerprintContract<CircleCommand> {

    @Override
    protected Fingerprint<CircleCommand> fingerprint() {
        return new CircleFingerprint();
    }

    @Override
    protected List<CircleCommand> creations() {
        return List.of(
                new CreateCircle(CircleDetails.of(new CircleName("a"), new Capacity(20))),
                new CreateCircle(CircleDetails.of(new CircleName("b"), new Capacity(20))),
                new CreateCircle(CircleDetails.of(new CircleName("a"), new Capacity(21))));
    }

    @Override
    protected List<CircleCommand> changes() {
        return List.of(
                new UpdateCircle(Change.NONE.with(CircleDetails.NAME, new CircleName("a"))),
                new UpdateCircle(Change.NONE
                        .with(CircleDetails.NAME, new CircleName("a"))
                        .with(CircleDetails.CAPACITY, new Capacity(20))),
                new UpdateCircle(Change.NONE.with(CircleDetails.CAPACITY, new Capacity(20))),
                new DissolveCircle());
    }
}
