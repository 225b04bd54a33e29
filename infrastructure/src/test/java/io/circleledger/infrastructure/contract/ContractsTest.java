package io.circleledger.infrastructure.contract;

import io.ledger.core.stream.StreamId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.circleledger.domain.circle.NameFolding;
import io.circleledger.domain.eventstore.Append;
import io.circleledger.domain.eventstore.CircleHistories;
import io.circleledger.domain.eventstore.CircleHistoriesContract;
import io.circleledger.domain.eventstore.EventLog;
import io.circleledger.domain.eventstore.EventStore;
import io.circleledger.domain.eventstore.LogEntry;
import io.circleledger.domain.eventstore.NewEvent;
import io.circleledger.domain.eventstore.StoredCircle;
import io.circleledger.domain.readmodel.CircleSearch;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.domain.readmodel.CircleViewStore;
import io.circleledger.domain.readmodel.CircleViews;
import io.circleledger.domain.readmodel.ParkedCircle;
import io.circleledger.domain.readmodel.ViewChange;
import io.circleledger.infrastructure.icu.IcuNameFolding;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.request.RecordedAnswer;
import io.ledger.core.stream.AppendResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The contracts themselves: an adapter that does nothing must fail every test of its contract. */
class ContractsTest {

    @ParameterizedTest
    @ValueSource(
            classes = {IdleEventStore.class, IdleCircleViews.class, IdleCircleHistories.class, IdleCircleSearch.class})
    void anAdapterThatDoesNothingFailsEveryTest(Class<?> idle) {
        var tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(idle))
                .execute()
                .testEvents();

        assertThat(tests.succeeded().list()).isEmpty();
        assertThat(tests.failed().list()).hasSizeGreaterThan(7);
    }

    static class IdleEventStore extends EventStoreContract implements EventStore, EventLog, IdempotencyRecords {

        @Override
        protected EventStore store() {
            return this;
        }

        @Override
        protected EventLog log() {
            return this;
        }

        @Override
        protected IdempotencyRecords records() {
            return this;
        }

        @Override
        public Optional<RecordedAnswer> find(IdempotencyKey key) {
            return Optional.empty();
        }

        @Override
        public RecordedAnswer remember(IdempotencyKey key, RecordedAnswer answer) {
            return answer;
        }

        @Override
        public int forget(Duration age, int limit) {
            return 0;
        }

        @Override
        public StoredCircle load(StreamId id) {
            return new StoredCircle(GlobalPosition.START, Optional.empty());
        }

        @Override
        public AppendResult append(Append append) {
            return new AppendResult.Appended(GlobalPosition.START);
        }

        @Override
        public List<LogEntry> readFrom(GlobalPosition position, int limit) {
            return List.of();
        }

        @Override
        public List<LogEntry> replayFrom(GlobalPosition position, int limit) {
            return List.of();
        }

        @Override
        public LogPlace end() {
            return LogPlace.START;
        }

        @Override
        public Ends ends() {
            return new Ends(GlobalPosition.START, Optional.empty(), 0);
        }

        @Override
        public LogPlace at(GlobalPosition position) {
            return LogPlace.START;
        }
    }

    static class IdleCircleViews extends CircleViewsContract implements CircleViewStore, CircleViews {

        @Override
        protected CircleViewStore store() {
            return this;
        }

        @Override
        protected CircleViews views() {
            return this;
        }

        @Override
        public Optional<Checkpoint> checkpoint() {
            return Optional.empty();
        }

        @Override
        public Map<StreamId, CircleView> views(Collection<StreamId> ids) {
            return Map.of();
        }

        @Override
        public List<ParkedCircle> parked() {
            return List.of();
        }

        @Override
        public boolean apply(Checkpoint from, List<ViewChange> changes, Checkpoint to) {
            return true;
        }

        @Override
        public boolean reset(Optional<Checkpoint> observed) {
            return true;
        }

        @Override
        public Found find(StreamId id) {
            return new Found(GlobalPosition.START, Optional.empty());
        }

        @Override
        public CircleViews.Page page(GlobalPosition createdAfter, int limit) {
            return new CircleViews.Page(GlobalPosition.START, List.of(), false);
        }
    }

    static class IdleCircleSearch extends CircleSearchContract implements CircleSearch {

        private final CircleViewStore store = new IdleCircleViews();

        @Override
        protected CircleViewStore store() {
            return store;
        }

        @Override
        protected CircleSearch search() {
            return this;
        }

        @Override
        protected NameFolding folding() {
            return new IcuNameFolding();
        }

        @Override
        protected Comparator<String> order() {
            return Comparator.naturalOrder();
        }

        @Override
        public CircleSearch.Page page(Criteria criteria, Optional<Place> after, int limit) {
            return new CircleSearch.Page(GlobalPosition.START, List.of(), Optional.empty());
        }
    }

    static class IdleCircleHistories extends CircleHistoriesContract implements CircleHistories {

        @Override
        protected CircleHistories histories() {
            return this;
        }

        @Override
        protected void record(StreamId id, NewEvent event) {}

        @Override
        public CircleHistories.Page after(StreamId id, int version, int limit) {
            return new CircleHistories.Page(GlobalPosition.START, 0, List.of());
        }

        @Override
        public CircleHistories.Page before(StreamId id, int version, int limit) {
            return new CircleHistories.Page(GlobalPosition.START, 0, List.of());
        }

        @Override
        public CircleHistories.Past atVersion(StreamId id, int version) {
            return new CircleHistories.Past.Unknown(GlobalPosition.START);
        }

        @Override
        public CircleHistories.Past atTime(StreamId id, Instant time) {
            return new CircleHistories.Past.Unknown(GlobalPosition.START);
        }
    }
}
