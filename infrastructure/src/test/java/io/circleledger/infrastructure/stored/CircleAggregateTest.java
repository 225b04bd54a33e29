package io.circleledger.infrastructure.stored;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleCommand.CreateCircle;
import io.circleledger.domain.circle.CircleCommand.DissolveCircle;
import io.circleledger.domain.circle.CircleCommand.UpdateCircle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.stores.TestStores;
import io.ledger.testkit.LedgerStores;
import io.ledger.testkit.MariaDbStores;
import io.ledger.testkit.contract.AggregateContract;
import io.ledger.testkit.contract.AggregateSample;
import java.util.List;

/** Circles are an aggregate like any other: the engine does for them whatever it does for one. */
class CircleAggregateTest extends AggregateContract<CircleCommand, Circle, CircleEvent, CircleRejection, CircleView> {

    @Override
    protected AggregateSample<CircleCommand, Circle, CircleEvent, CircleRejection, CircleView> sample() {
        return new AggregateSample<>(
                CircleStreams.AGGREGATE,
                CircleStreams.PROJECTION,
                List.of(
                        new CreateCircle(CircleDetails.of(new CircleName("テニス \"club\" 👩‍👩‍👧"), new Capacity(20))),
                        new UpdateCircle(Change.NONE.with(CircleDetails.CAPACITY, new Capacity(30))),
                        new UpdateCircle(Change.NONE.with(CircleDetails.NAME, new CircleName("野球"))),
                        new UpdateCircle(Change.NONE
                                .with(CircleDetails.NAME, new CircleName("将棋"))
                                .with(CircleDetails.CAPACITY, new Capacity(40))),
                        new DissolveCircle()),
                List.of(
                        new UpdateCircle(Change.NONE.with(CircleDetails.CAPACITY, new Capacity(30))),
                        new UpdateCircle(Change.NONE),
                        new DissolveCircle()));
    }

    @Override
    protected LedgerStores open() {
        var access = TestStores.shared().freshDatabase();
        return MariaDbStores.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES, 2);
    }
}
