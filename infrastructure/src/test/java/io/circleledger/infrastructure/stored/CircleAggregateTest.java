package io.circleledger.infrastructure.stored;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleCommand.AppointOfficer;
import io.circleledger.domain.circle.CircleCommand.CreateCircle;
import io.circleledger.domain.circle.CircleCommand.DissolveCircle;
import io.circleledger.domain.circle.CircleCommand.HandOver;
import io.circleledger.domain.circle.CircleCommand.JoinCircle;
import io.circleledger.domain.circle.CircleCommand.LapseCircle;
import io.circleledger.domain.circle.CircleCommand.LeaveCircle;
import io.circleledger.domain.circle.CircleCommand.ReinstateCircle;
import io.circleledger.domain.circle.CircleCommand.RelieveOfficer;
import io.circleledger.domain.circle.CircleCommand.RenewCircle;
import io.circleledger.domain.circle.CircleCommand.SuspendCircle;
import io.circleledger.domain.circle.CircleCommand.UpdateCircle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.LeaveReason;
import io.circleledger.domain.circle.Office;
import io.circleledger.domain.circle.OwnerClaim;
import io.circleledger.domain.circle.PersonFact;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.person.PersonId;
import io.ledger.stores.TestStores;
import io.ledger.testkit.LedgerStores;
import io.ledger.testkit.MariaDbStores;
import io.ledger.testkit.contract.AggregateContract;
import io.ledger.testkit.contract.AggregateSample;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Circles are an aggregate like any other: the engine does for them whatever it does for one. */
class CircleAggregateTest extends AggregateContract<CircleCommand, Circle, CircleEvent, CircleRejection, CircleView> {

    private static final PersonFact HANAKO = student(1, 3);
    private static final PersonFact TARO = student(2, 1);

    private static PersonFact student(int number, int grade) {
        return new PersonFact(new PersonId(new UUID(0x7000, number)), true, Optional.of(grade), 4, false);
    }

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
                        new UpdateCircle(Change.NONE
                                .with(CircleDetails.NAME_KANA, "しょうぎ")
                                .with(CircleDetails.KIND, "文化系")),
                        new HandOver(new OwnerClaim(HANAKO, Set.of(3), false)),
                        new JoinCircle(TARO),
                        new AppointOfficer(Office.VICE, TARO),
                        new RelieveOfficer(Office.VICE),
                        new LeaveCircle(TARO.id(), LeaveReason.LEFT),
                        new LapseCircle(2026),
                        new RenewCircle(2026),
                        new SuspendCircle(),
                        new ReinstateCircle(),
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
