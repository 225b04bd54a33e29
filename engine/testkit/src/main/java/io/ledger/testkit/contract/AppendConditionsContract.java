package io.ledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ledger.core.StreamId;
import io.ledger.core.decide.Fold;
import io.ledger.core.decide.Tag;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogEntry.Foreign;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendCondition;
import io.ledger.core.stream.AppendResult;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.AppendResult.ConditionFailed;
import io.ledger.core.stream.AppendResult.VersionConflict;
import io.ledger.core.stream.EventQuery;
import io.ledger.core.stream.EventQuery.Item;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.LastEvent;
import io.ledger.core.stream.NewEvent;
import io.ledger.core.stream.QueriedLog;
import io.ledger.core.stream.StreamAppend;
import io.ledger.testkit.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What an event store promises about conditions on other streams' events, and its log about reading by query.
 *
 * @param <S> states
 * @param <E> events
 */
public abstract class AppendConditionsContract<S, E> {

    private static final Tag RED = new Tag("colour", "red");
    private static final Tag BLUE = new Tag("colour", "blue");
    private static final Tag LARGE = new Tag("size", "large");
    private static final GlobalPosition START = GlobalPosition.START;

    protected abstract Sample<S, E> sample();

    /** An empty store. */
    protected abstract EventStore<S> store();

    /** Its log. */
    protected abstract QueriedLog<E> log();

    /** The same log for a reader of another category. */
    protected abstract QueriedLog<?> foreignLog();

    private StreamId newId() {
        return StreamId.of(sample().aggregate().category(), UUID.randomUUID());
    }

    /** The creation of a stream, on conditions. */
    private Append creation(Set<Tag> tags, AppendCondition... conditions) {
        return append(newId(), Optional.empty(), tags, conditions);
    }

    private Append append(StreamId id, Optional<LastEvent> decidedOn, Set<Tag> tags, AppendCondition... conditions) {
        var event =
                new NewEvent<>(UUID.randomUUID(), SampleStreams.TIME, SampleStreams.METADATA, sample().created(), tags);
        var after = Fold.start(sample().aggregate(), id)
                .then(sample().created())
                .state()
                .orElseThrow();
        var stream = new StreamAppend<>(sample().aggregate(), id, decidedOn, List.of(event), after);
        return new Append(List.of(stream), List.of(conditions), Optional.empty());
    }

    private String createdType() {
        return sample().aggregate().events().encode(sample().created()).eventType();
    }

    private EventQuery ofTypes(Set<String> types, Tag... tags) {
        return ofTypes(sample().aggregate().category(), types, tags);
    }

    private static EventQuery ofTypes(String category, Set<String> types, Tag... tags) {
        return new EventQuery(List.of(new Item(Optional.of(category), types, Set.of(tags))));
    }

    private static AppendCondition unless(EventQuery query, long after) {
        return new AppendCondition(query, new GlobalPosition(after));
    }

    private long appended(AppendResult result) {
        assertThat(result).isInstanceOf(Appended.class);
        return ((Appended) result).position().value();
    }

    private List<Long> matching(EventQuery query) {
        return log().matching(query, START, 100).value().stream()
                .map(entry -> entry.position().value())
                .toList();
    }

    @Test
    void anEventAfterThePositionRefusesAndLeavesNothingBehind() {
        appended(store().append(creation(Set.of(RED))));
        var second = appended(store().append(creation(Set.of(RED))));
        var refused = creation(Set.of(RED), unless(EventQuery.tagged(RED), second - 1));

        assertThat(store().append(refused)).isEqualTo(new ConditionFailed(new GlobalPosition(second)));

        assertThat(store().load(refused.first().stream()).value()).isEmpty();
        assertThat(matching(EventQuery.tagged(RED))).containsExactly(second - 1, second);
        assertThat(appended(store().append(creation(Set.of())))).isEqualTo(second + 1);
    }

    @Test
    void anEventAtOrBeforeThePositionDoesNot() {
        var first = appended(store().append(creation(Set.of(RED))));

        var second = appended(store().append(creation(Set.of(RED), unless(EventQuery.tagged(RED), first))));
        assertThat(matching(EventQuery.tagged(RED))).containsExactly(first, second);
    }

    @Test
    void anItemAsksForAllOfItsTags() {
        appended(store().append(creation(Set.of(RED))));
        appended(store().append(creation(Set.of(LARGE))));

        appended(store().append(creation(Set.of(RED, LARGE), unless(EventQuery.tagged(RED, LARGE), 0))));
        assertThat(store().append(creation(Set.of(), unless(EventQuery.tagged(RED, LARGE), 0))))
                .isEqualTo(new ConditionFailed(new GlobalPosition(3)));
        assertThat(matching(EventQuery.tagged(RED, LARGE))).containsExactly(3L);
    }

    @Test
    void anItemAsksForAnyOfItsTypes() {
        appended(store().append(creation(Set.of(RED))));

        appended(store().append(creation(Set.of(), unless(ofTypes(Set.of("Other"), RED), 0))));
        var types = Set.of("Other", createdType());
        assertThat(store().append(creation(Set.of(), unless(ofTypes(types, RED), 0))))
                .isEqualTo(new ConditionFailed(new GlobalPosition(1)));
        assertThat(store().append(creation(Set.of(), unless(ofTypes(types), 1))))
                .isEqualTo(new ConditionFailed(new GlobalPosition(2)));
    }

    @Test
    void aTypeIsThatOfItsCategory() {
        appended(store().append(creation(Set.of(RED))));
        var types = Set.of(createdType());

        assertThat(matching(ofTypes("another-category", types))).isEmpty();
        assertThat(matching(ofTypes("another-category", types, RED))).isEmpty();
        assertThat(matching(ofTypes(types))).containsExactly(1L);
        assertThat(matching(ofTypes(types, RED))).containsExactly(1L);
        appended(store().append(creation(Set.of(), unless(ofTypes("another-category", types), 0))));
        appended(store().append(creation(Set.of(), unless(ofTypes("another-category", types, RED), 0))));
        assertThatIllegalArgumentException().isThrownBy(() -> new Item(Optional.empty(), types, Set.of(RED)));
    }

    @Test
    void aQueryTakesWhatAnyOfItsItemsTakes() {
        appended(store().append(creation(Set.of(RED))));
        appended(store().append(creation(Set.of(BLUE))));
        appended(store().append(creation(Set.of(LARGE))));
        var query = new EventQuery(List.of(Item.tagged(Set.of(RED)), Item.tagged(Set.of(BLUE))));

        assertThat(matching(query)).containsExactly(1L, 2L);
        assertThat(store().append(creation(Set.of(), unless(query, 1))))
                .isEqualTo(new ConditionFailed(new GlobalPosition(2)));
        appended(store().append(creation(Set.of(), unless(query, 2))));
    }

    @Test
    void everyConditionMustHold() {
        appended(store().append(creation(Set.of(RED))));

        assertThat(store().append(creation(
                        Set.of(), unless(EventQuery.tagged(BLUE), 0), unless(EventQuery.tagged(RED), 0))))
                .isEqualTo(new ConditionFailed(new GlobalPosition(1)));
    }

    @Test
    void whatWasRecordedIsAnsweredAgainThoughItsOwnEventMatchesNow() {
        var append = creation(Set.of(RED), unless(EventQuery.tagged(RED), 0));
        var first = appended(store().append(append));

        assertThat(appended(store().append(append))).isEqualTo(first);
        assertThat(matching(EventQuery.tagged(RED))).containsExactly(first);
    }

    @Test
    void anotherVersionIsToldBeforeACondition() {
        appended(store().append(creation(Set.of(RED))));
        var existing = creation(Set.of(BLUE));
        appended(store().append(existing));
        var id = existing.first().stream();

        assertThat(store().append(append(id, Optional.empty(), Set.of(), unless(EventQuery.tagged(RED), 0))))
                .isEqualTo(new VersionConflict(id, 1));
    }

    @Test
    void ofManyAtOnceOneIsRecorded() throws Exception {
        for (var round = 0; round < 10; round++) {
            var tag = new Tag("round", String.valueOf(round));
            var condition = unless(EventQuery.tagged(tag), 0);
            var writers = IntStream.range(0, 32)
                    .<Callable<AppendResult>>mapToObj(_ -> () -> store().append(creation(Set.of(tag), condition)))
                    .toList();

            var results = AtOnce.run(writers);

            assertThat(results).filteredOn(Appended.class::isInstance).hasSize(1);
            assertThat(results).filteredOn(ConditionFailed.class::isInstance).hasSize(31);
            assertThat(matching(EventQuery.tagged(tag))).hasSize(1);
        }
    }

    @Test
    void aQueryIsReadInPagesToTheEndOfTheLog() {
        for (var i = 0; i < 7; i++) {
            appended(store().append(creation(Set.of(i % 2 == 0 ? RED : BLUE))));
        }
        var walked = new ArrayList<Long>();
        var after = START;
        while (true) {
            var page = log().matching(EventQuery.tagged(RED), after, 3);
            page.value().forEach(entry -> walked.add(entry.position().value()));
            if (page.value().size() < 3) {
                assertThat(page.completeTo()).isEqualTo(new GlobalPosition(7));
                break;
            }
            after = page.completeTo();
            assertThat(after).isEqualTo(page.value().getLast().position());
        }
        assertThat(walked).containsExactly(1L, 3L, 5L, 7L);
        assertThatIllegalArgumentException().isThrownBy(() -> log().matching(EventQuery.tagged(RED), START, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log().matching(EventQuery.tagged(RED), START, QueriedLog.MAX_PAGE + 1));
    }

    @Test
    void aReaderOfAnotherCategorySeesThatSomethingMatches() {
        appended(store().append(creation(Set.of(RED))));

        List<LogEntry<?>> entries = List.copyOf(
                foreignLog().matching(EventQuery.tagged(RED), START, 10).value());

        assertThat(entries).singleElement().isInstanceOf(Foreign.class);
    }
}
