package io.ledger.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.ledger.core.StreamId;
import io.ledger.core.command.Fingerprint;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.DocumentEntry;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.DocumentScan;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ParkedStream;
import io.ledger.core.lease.Lease;
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
import io.ledger.core.stream.EventQuery;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.QueriedLog;
import io.ledger.core.stream.Versioned;
import io.ledger.testkit.contract.AccountsContract;
import io.ledger.testkit.contract.AppendConditionsContract;
import io.ledger.testkit.contract.DocumentScanContract;
import io.ledger.testkit.contract.DocumentStoreContract;
import io.ledger.testkit.contract.EventLogContract;
import io.ledger.testkit.contract.EventStoreContract;
import io.ledger.testkit.contract.FingerprintContract;
import io.ledger.testkit.contract.HistoriesContract;
import io.ledger.testkit.contract.IdempotencyRecordsContract;
import io.ledger.testkit.contract.IdentityStores;
import io.ledger.testkit.contract.LeaseContract;
import io.ledger.testkit.contract.SignInContract;
import io.ledger.testkit.counter.Counter;
import io.ledger.testkit.counter.CounterEvent;
import io.ledger.testkit.counter.CounterView;
import io.ledger.testkit.counter.Counters;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The contracts themselves: an adapter, or an aggregate, that does nothing must fail every test of its contract. */
class IdleAdaptersTest {

    /** Those that are not classes in here. */
    private static final Set<String> OWN_FILES = Set.of("IdleAggregate", "IdleEventStamps", "IdleJobs", "IdleImports");

    @ParameterizedTest
    @CsvSource({
        "IdleEventStore, 18",
        "IdleConditions, 11",
        "IdleEventLog, 7",
        "IdleAnswers, 9",
        "IdleHistories, 8",
        "IdleEventStamps, 3",
        "IdleDocumentModel, 9",
        "IdleScan, 4",
        "IdleFingerprint, 4",
        "IdleLease, 5",
        "IdleJobs, 9",
        "IdleImports, 7",
        "IdleAccounts, 14",
        "IdleSignIn, 12",
        "IdleAggregate, 25"
    })
    void anAdapterThatDoesNothingFailsEveryTest(String idle, int tests) throws ClassNotFoundException {
        var name = getClass()
                .getName()
                .replace("IdleAdaptersTest", OWN_FILES.contains(idle) ? idle : "IdleAdaptersTest$" + idle);
        var events = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Class.forName(name)))
                .execute()
                .testEvents();

        assertThat(events.succeeded().list()).isEmpty();
        assertThat(events.skipped().list()).isEmpty();
        assertThat(events.failed().list()).hasSizeGreaterThanOrEqualTo(tests);
    }

    static class IdleEventStore extends EventStoreContract<Counter, CounterEvent> implements EventStore<Counter> {

        @Override
        protected Sample<Counter, CounterEvent> sample() {
            return Counters.SAMPLE;
        }

        @Override
        protected EventStore<Counter> store() {
            return this;
        }

        @Override
        public Complete<Optional<Versioned<Counter>>> load(StreamId id) {
            return new Complete<>(GlobalPosition.START, Optional.empty());
        }

        @Override
        public AppendResult append(Append append) {
            return new AppendResult.Appended(GlobalPosition.START);
        }
    }

    static class IdleConditions extends AppendConditionsContract<Counter, CounterEvent>
            implements QueriedLog<CounterEvent> {

        @Override
        protected Sample<Counter, CounterEvent> sample() {
            return Counters.SAMPLE;
        }

        @Override
        protected EventStore<Counter> store() {
            return new IdleEventStore();
        }

        @Override
        protected QueriedLog<CounterEvent> log() {
            return this;
        }

        @Override
        protected QueriedLog<?> foreignLog() {
            return this;
        }

        @Override
        public Complete<List<LogEntry<CounterEvent>>> matching(EventQuery query, GlobalPosition after, int limit) {
            return new Complete<>(GlobalPosition.START, List.of());
        }
    }

    static class IdleEventLog extends EventLogContract<Counter, CounterEvent> implements EventLog<CounterEvent> {

        private final EventStore<Counter> store = new InMemoryLog().store(Counters.AGGREGATE);

        @Override
        protected Sample<Counter, CounterEvent> sample() {
            return Counters.SAMPLE;
        }

        @Override
        protected EventStore<Counter> store() {
            return store;
        }

        @Override
        protected EventLog<CounterEvent> log() {
            return this;
        }

        @Override
        protected EventLog<?> foreignLog() {
            return this;
        }

        @Override
        public List<LogEntry<CounterEvent>> readFrom(GlobalPosition position, int limit) {
            if (Thread.currentThread().isVirtual()) {
                throw new IllegalStateException("nobody waits for what never comes");
            }
            return List.of();
        }

        @Override
        public List<LogEntry<CounterEvent>> replayFrom(GlobalPosition position, int limit) {
            return List.of();
        }

        @Override
        public LogPlace end() {
            return LogPlace.START;
        }

        @Override
        public LogPlace at(GlobalPosition position) {
            return LogPlace.START;
        }

        @Override
        public Ends ends() {
            return new Ends(GlobalPosition.START, Optional.empty(), 0);
        }
    }

    static class IdleAnswers extends IdempotencyRecordsContract<Counter, CounterEvent> implements IdempotencyRecords {

        private final EventStore<Counter> store = new InMemoryLog().store(Counters.AGGREGATE);

        @Override
        protected Sample<Counter, CounterEvent> sample() {
            return Counters.SAMPLE;
        }

        @Override
        protected EventStore<Counter> store() {
            return store;
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
    }

    static class IdleHistories extends HistoriesContract<Counter, CounterEvent>
            implements Histories<Counter, CounterEvent> {

        private final EventStore<Counter> store = new InMemoryLog().store(Counters.AGGREGATE);

        @Override
        protected Sample<Counter, CounterEvent> sample() {
            return Counters.SAMPLE;
        }

        @Override
        protected EventStore<Counter> store() {
            return store;
        }

        @Override
        protected Histories<Counter, CounterEvent> histories() {
            return this;
        }

        @Override
        public Histories.HistorySlice<CounterEvent> after(StreamId id, int version, int limit) {
            return new Histories.HistorySlice<>(GlobalPosition.START, 0, List.of());
        }

        @Override
        public Histories.HistorySlice<CounterEvent> before(StreamId id, int version, int limit) {
            return new Histories.HistorySlice<>(GlobalPosition.START, 0, List.of());
        }

        @Override
        public Past<Counter> atVersion(StreamId id, int version) {
            return new Past.Unknown<>(GlobalPosition.START);
        }

        @Override
        public Past<Counter> atTime(StreamId id, Instant time) {
            return new Past.Unknown<>(GlobalPosition.START);
        }
    }

    static class IdleDocumentModel extends DocumentStoreContract<CounterView>
            implements DocumentStore<CounterView>, DocumentReader<CounterView> {

        @Override
        protected DocumentStore<CounterView> store() {
            return this;
        }

        @Override
        protected DocumentReader<CounterView> reader() {
            return this;
        }

        @Override
        protected String category() {
            return "counter";
        }

        @Override
        protected CounterView document(StreamId id, int version) {
            return new CounterView(id.id(), version, "", 0);
        }

        @Override
        public Optional<Checkpoint> checkpoint() {
            return Optional.empty();
        }

        @Override
        public Map<StreamId, CounterView> documents(Checkpoint of, Collection<StreamId> ids) {
            return Map.of();
        }

        @Override
        public List<ParkedStream> parked() {
            return List.of();
        }

        @Override
        public boolean apply(Checkpoint from, List<DocumentChange<CounterView>> changes, Checkpoint to) {
            return true;
        }

        @Override
        public boolean reset(Optional<Checkpoint> observed) {
            return true;
        }

        @Override
        public Complete<Optional<CounterView>> find(StreamId id) {
            return new Complete<>(GlobalPosition.START, Optional.empty());
        }

        @Override
        public DocumentReader.Page<CounterView> page(GlobalPosition createdAfter, int limit) {
            return new DocumentReader.Page<>(GlobalPosition.START, List.of(), false, 0);
        }
    }

    static class IdleScan extends DocumentScanContract<CounterView> implements DocumentScan<CounterView> {

        private final DocumentStore<CounterView> store = new InMemoryDocumentStore<>("counter");

        @Override
        protected DocumentStore<CounterView> store() {
            return store;
        }

        @Override
        protected DocumentScan<CounterView> scan() {
            return this;
        }

        @Override
        protected String category() {
            return "counter";
        }

        @Override
        protected CounterView document(StreamId id, int version) {
            return new CounterView(id.id(), version, "", 0);
        }

        @Override
        public Ids ids(Part part, Optional<String> cursor) {
            return new Ids(List.of(), Optional.empty());
        }

        @Override
        public Map<String, DocumentEntry<CounterView>> look(Collection<String> ids) {
            return Map.of();
        }

        @Override
        public boolean haveDocuments(Collection<String> ids) {
            return false;
        }

        @Override
        public GlobalPosition position() {
            return GlobalPosition.START;
        }

        @Override
        public Counts counts() {
            return new Counts(Optional.empty(), 0, 0);
        }

        @Override
        public long listed() {
            return 0;
        }
    }

    static class IdleFingerprint extends FingerprintContract<Integer> {

        @Override
        protected Fingerprint<Integer> fingerprint() {
            return (_, _, _) -> "";
        }

        @Override
        protected List<Integer> creations() {
            return List.of(1, 2);
        }

        @Override
        protected List<Integer> changes() {
            return List.of(3, 4);
        }
    }

    static class IdleLease extends LeaseContract implements Lease {

        @Override
        protected Lease lease() {
            return this;
        }

        @Override
        public Optional<Tenure> take(String holder, Duration term) {
            return Optional.empty();
        }

        @Override
        public boolean renew(Tenure tenure, Duration term) {
            return false;
        }

        @Override
        public void release(Tenure tenure) {}
    }

    static class IdleAccounts extends AccountsContract {

        @Override
        protected IdentityStores stores() {
            return IdleIdentities.STORES;
        }
    }

    static class IdleSignIn extends SignInContract {

        @Override
        protected IdentityStores stores() {
            return IdleIdentities.STORES;
        }
    }
}
