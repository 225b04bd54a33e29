package io.circleledger.infrastructure.stored;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleProjection;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.document.ViewProjection;
import io.ledger.mariadb.TableNames;
import io.ledger.redis.RedisReadModel;

/** What the engine needs to know about the streams of circles. */
public final class CircleStreams {

    /** The rules of a circle and how its events and states are stored. */
    public static final Aggregate<CircleCommand, Circle, CircleEvent, CircleRejection> AGGREGATE =
            new Aggregate<>(Circles.CATEGORY, new CircleDecider(), new CircleEvents(), new CircleSnapshots());

    /** What their events make of the views of living circles. */
    public static final ViewProjection<Circle, CircleEvent, CircleView> PROJECTION =
            new CircleProjection(AGGREGATE, false);

    /** The same for those who look for dissolved ones as well. */
    public static final ViewProjection<Circle, CircleEvent, CircleView> SEARCHED =
            new CircleProjection(AGGREGATE, true);

    /** The tables of the log that circles are in. */
    public static final TableNames TABLES =
            new TableNames("circle_events", "circle_snapshots", "circle_id", Circles.CATEGORY);

    /** The read model of circles in Redis. */
    public static final RedisReadModel<CircleView> REDIS =
            new RedisReadModel<>(Circles.CATEGORY, "circle:", "circles", new CircleDocument());

    private CircleStreams() {}
}
