package io.circleledger.main;

import io.ledger.core.command.Fingerprint;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.document.ViewProjection;
import io.ledger.http.routing.RouteGroup;
import io.ledger.redis.RecordDocuments;
import io.ledger.redis.RedisReadModel;
import io.ledger.server.LedgerModule;
import io.ledger.server.LedgerParts;
import io.ledger.server.StreamParts;
import io.ledger.testkit.counter.Counter;
import io.ledger.testkit.counter.CounterCommand;
import io.ledger.testkit.counter.CounterEvent;
import io.ledger.testkit.counter.CounterFingerprint;
import io.ledger.testkit.counter.CounterRejection;
import io.ledger.testkit.counter.CounterView;
import io.ledger.testkit.counter.Counters;
import java.util.List;

/** Counters, as a second kind of stream in the log of circles. */
final class CounterModule
        implements LedgerModule<CounterCommand, Counter, CounterEvent, CounterRejection, CounterView> {

    @Override
    public Aggregate<CounterCommand, Counter, CounterEvent, CounterRejection> aggregate() {
        return Counters.AGGREGATE;
    }

    @Override
    public ViewProjection<Counter, CounterEvent, CounterView> projection() {
        return Counters.PROJECTION;
    }

    @Override
    public RedisReadModel<CounterView> documents() {
        return new RedisReadModel<>(
                aggregate().category(), "counter:", plural(), new RecordDocuments<>(CounterView.class));
    }

    @Override
    public Fingerprint<CounterCommand> fingerprint() {
        return new CounterFingerprint();
    }

    @Override
    public String plural() {
        return "counters";
    }

    @Override
    public List<RouteGroup> routes(
            StreamParts<CounterCommand, Counter, CounterEvent, CounterRejection, CounterView> streams,
            LedgerParts ledger) {
        return List.of(new CounterRoutes(streams.commands(), streams.documents()));
    }
}
