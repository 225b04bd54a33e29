package io.circleledger.infrastructure.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.eventstore.CircleHistoriesContract;
import io.circleledger.domain.readmodel.CircleSearch;
import io.circleledger.domain.readmodel.CircleSearch.Criteria;
import io.circleledger.domain.readmodel.CircleSearch.Place;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.StreamId;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.read.SearchHits;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.NewEvent;
import io.ledger.core.text.NameFolding;
import io.ledger.icu.IcuNameFolding;
import io.ledger.testkit.InMemoryDocumentStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The contracts themselves: an adapter that does nothing must fail every test of its contract. */
class ContractsTest {

    @ParameterizedTest
    @ValueSource(classes = {IdleCircleHistories.class, IdleCircleSearch.class})
    void anAdapterThatDoesNothingFailsEveryTest(Class<?> idle) {
        var tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(idle))
                .execute()
                .testEvents();

        assertThat(tests.succeeded().list()).isEmpty();
        assertThat(tests.failed().list()).hasSizeGreaterThan(7);
    }

    static class IdleCircleSearch extends CircleSearchContract implements CircleSearch {

        private final DocumentStore<CircleView> store = new InMemoryDocumentStore<>(Circles.CATEGORY);

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
        public SearchHits<CircleView, Place> page(Criteria criteria, Optional<Place> after, int limit) {
            return new SearchHits<CircleView, Place>(GlobalPosition.START, List.of(), Optional.empty(), 0);
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
