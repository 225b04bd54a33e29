package io.circleledger.infrastructure.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.NameFolding;
import io.circleledger.domain.eventstore.CircleHistoriesContract;
import io.circleledger.domain.readmodel.CircleSearch;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.icu.IcuNameFolding;
import io.ledger.core.StreamId;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ParkedStream;
import io.ledger.core.log.Complete;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogPlace;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.request.RecordedAnswer;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.NewEvent;
import io.ledger.core.stream.Versioned;
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

    static class IdleEventStore extends EventStoreContract
            implements EventStore<Circle>, EventLog<CircleEvent>, IdempotencyRecords {

        @Override
        protected EventStore<Circle> store() {
            return this;
        }

        @Override
        protected EventLog<CircleEvent> log() {
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
        public Complete<Optional<Versioned<Circle>>> load(StreamId id) {
            return new Complete<>(GlobalPosition.START, Optional.empty());
        }

        @Override
        public AppendResult append(Append append) {
            return new AppendResult.Appended(GlobalPosition.START);
        }

        @Override
        public List<LogEntry<CircleEvent>> readFrom(GlobalPosition position, int limit) {
            return List.of();
        }

        @Override
        public List<LogEntry<CircleEvent>> replayFrom(GlobalPosition position, int limit) {
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

    static class IdleCircleViews extends CircleViewsContract
            implements DocumentStore<CircleView>, DocumentReader<CircleView> {

        @Override
        protected DocumentStore<CircleView> store() {
            return this;
        }

        @Override
        protected DocumentReader<CircleView> views() {
            return this;
        }

        @Override
        public Optional<Checkpoint> checkpoint() {
            return Optional.empty();
        }

        @Override
        public Map<StreamId, CircleView> documents(Checkpoint of, Collection<StreamId> ids) {
            return Map.of();
        }

        @Override
        public List<ParkedStream> parked() {
            return List.of();
        }

        @Override
        public boolean apply(Checkpoint from, List<DocumentChange<CircleView>> changes, Checkpoint to) {
            return true;
        }

        @Override
        public boolean reset(Optional<Checkpoint> observed) {
            return true;
        }

        @Override
        public Complete<Optional<CircleView>> find(StreamId id) {
            return new Complete<>(GlobalPosition.START, Optional.empty());
        }

        @Override
        public DocumentReader.Page<CircleView> page(GlobalPosition createdAfter, int limit) {
            return new DocumentReader.Page<>(GlobalPosition.START, List.of(), false);
        }
    }

    static class IdleCircleSearch extends CircleSearchContract implements CircleSearch {

        private final DocumentStore<CircleView> store = new IdleCircleViews();

        @Override
        protected DocumentStore<CircleView> store() {
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
        public CircleSearch.CircleHits page(Criteria criteria, Optional<Place> after, int limit) {
            return new CircleSearch.CircleHits(GlobalPosition.START, List.of(), Optional.empty());
        }
    }

    static class IdleCircleHistories extends CircleHistoriesContract implements Histories<Circle, CircleEvent> {

        @Override
        protected Histories<Circle, CircleEvent> histories() {
            return this;
        }

        @Override
        protected void record(StreamId id, NewEvent<CircleEvent> event) {}

        @Override
        public Histories.HistorySlice<CircleEvent> after(StreamId id, int version, int limit) {
            return new Histories.HistorySlice<>(GlobalPosition.START, 0, List.of());
        }

        @Override
        public Histories.HistorySlice<CircleEvent> before(StreamId id, int version, int limit) {
            return new Histories.HistorySlice<>(GlobalPosition.START, 0, List.of());
        }

        @Override
        public Histories.Past<Circle> atVersion(StreamId id, int version) {
            return new Histories.Past.Unknown<>(GlobalPosition.START);
        }

        @Override
        public Histories.Past<Circle> atTime(StreamId id, Instant time) {
            return new Histories.Past.Unknown<>(GlobalPosition.START);
        }
    }
}
