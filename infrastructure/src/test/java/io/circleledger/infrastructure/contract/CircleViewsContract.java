package io.circleledger.infrastructure.contract;

import io.circleledger.domain.circle.CircleSamples;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.StreamId;
import io.ledger.testkit.contract.DocumentStoreContract;

/** What every read model promises, kept with circles. */
public abstract class CircleViewsContract extends DocumentStoreContract<CircleView> {

    @Override
    protected final String category() {
        return Circles.CATEGORY;
    }

    @Override
    protected final CircleView document(StreamId id, int version) {
        return view(id, version);
    }

    protected static CircleView view(StreamId id, int version) {
        return CircleSamples.view(id.id(), "テニス \"" + version + "\"", 20, version);
    }
}
