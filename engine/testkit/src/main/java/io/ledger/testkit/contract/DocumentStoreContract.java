package io.ledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.StreamId;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.DocumentReader.Listed;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ParkedStream;
import io.ledger.core.log.Complete;
import io.ledger.core.log.GlobalPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link DocumentStore} promises to its projection, and its {@link DocumentReader} to queries.
 *
 * @param <V> documents
 */
public abstract class DocumentStoreContract<V extends Document> {

    /** A read model that nobody has written to, as its projection sees it. */
    protected abstract DocumentStore<V> store();

    /** The same read model as queries see it. */
    protected abstract DocumentReader<V> reader();

    /** The category of the streams that the documents are about. */
    protected abstract String category();

    /** A document of a stream; with text in it that is easily spoiled on the way. */
    protected abstract V document(StreamId id, int version);

    @BeforeEach
    void startOver() {
        assertThat(store().checkpoint()).isEmpty();
        assertThat(store().reset(Optional.empty())).isTrue();
        assertThat(store().checkpoint()).contains(Checkpoint.START);
    }

    @Test
    void changesAndTheCheckpointThatCoversThemAreSeenTogether() {
        var id = newId();
        assertThat(store().apply(Checkpoint.START, List.of(put(id, 3, 5)), at(7)))
                .isTrue();

        assertThat(store().checkpoint()).contains(at(7));
        assertThat(store().documents(store().checkpoint().orElseThrow(), List.of(id, newId())))
                .isEqualTo(Map.of(id, document(id, 3)));
        assertThat(reader().find(id)).isEqualTo(new Complete<>(position(7), Optional.of(document(id, 3))));
        assertThat(reader().find(id, position(7)).value()).contains(document(id, 3));
    }

    @Test
    void aCheckpointKeepsWhereItsSourceIsTakenUpAgain() {
        var placed = new Checkpoint(position(2), at(2).eventId(), "", "topic:5,0,17");
        assertThat(store().apply(Checkpoint.START, List.of(), placed)).isTrue();
        var found = store().checkpoint().orElseThrow();
        assertThat(found.source()).isEqualTo("topic:5,0,17");
        assertThat(found.place()).isEqualTo(placed.place());

        assertThat(store().apply(at(2), List.of(), at(3)))
                .as("it is the same checkpoint only with its place")
                .isFalse();
        assertThat(store().apply(found, List.of(), at(3))).isTrue();
        assertThat(store().checkpoint().orElseThrow().source()).isEmpty();
    }

    @Test
    void aStreamThatIsNotThereHasNoDocument() {
        store().apply(Checkpoint.START, List.of(), at(2));

        assertThat(reader().find(newId())).isEqualTo(new Complete<>(position(2), Optional.empty()));
        assertThat(store().documents(store().checkpoint().orElseThrow(), List.of(newId())))
                .isEmpty();
    }

    @Test
    void changesWorkedOutFromAnotherCheckpointAreRefused() {
        var id = newId();
        store().apply(Checkpoint.START, List.of(put(id, 1, 1)), at(1));

        assertThat(store().apply(Checkpoint.START, List.of(put(id, 2, 1)), at(2)))
                .isFalse();
        assertThat(store().apply(new Checkpoint(position(1), "another"), List.of(put(id, 2, 1)), at(2)))
                .isFalse();
        assertThat(reader().find(id)).isEqualTo(new Complete<>(position(1), Optional.of(document(id, 1))));
    }

    /** Two writers work from one checkpoint; the one that has read less comes last. */
    @Test
    void anOlderVersionNeverReplacesANewerOneOfTheSameCheckpoint() {
        var id = newId();
        store().apply(Checkpoint.START, List.of(put(id, 1, 1)), at(1));
        assertThat(store().apply(at(1), List.of(put(id, 12, 1)), at(1))).isTrue();

        assertThat(store().apply(at(1), List.of(put(id, 9, 1)), at(1))).isTrue();
        assertThat(store().apply(at(1), List.of(put(id, 10, 1)), at(2))).isTrue();
        assertThat(reader().find(id)).isEqualTo(new Complete<>(position(2), Optional.of(document(id, 12))));
    }

    /** Whoever begins with a stream's first event has not read its document. */
    @Test
    void anOlderVersionNeverReplacesANewerOneThatWasWrittenBeforeItsFirstEventWasApplied() {
        var id = newId();
        store().apply(Checkpoint.START, List.of(), at(1));
        assertThat(store().apply(at(1), List.of(put(id, 12, 7)), at(1))).isTrue();
        assertThat(store().apply(at(1), List.of(), at(5))).isTrue();

        assertThat(store().apply(at(5), List.of(put(id, 3, 7)), at(10))).isTrue();
        assertThat(reader().find(id)).isEqualTo(new Complete<>(position(10), Optional.of(document(id, 12))));
    }

    @Test
    void aStreamThatWasRemovedMayComeBackWithAnOlderVersion() {
        var id = newId();
        store().apply(Checkpoint.START, List.of(put(id, 12, 1)), Checkpoint.START);

        assertThat(store().apply(
                                Checkpoint.START,
                                List.of(new DocumentChange.Remove<>(id), put(id, 9, 1)),
                                Checkpoint.START))
                .isTrue();
        assertThat(reader().find(id).value()).contains(document(id, 9));
    }

    @Test
    void aChangeWithoutAPlaceLeavesTheStreamWhereItIsListed() {
        var id = newId();
        store().apply(Checkpoint.START, List.of(put(id, 1, 4)), at(4));

        assertThat(store().apply(at(4), List.of(new DocumentChange.Put<>(document(id, 2), Optional.empty())), at(5)))
                .isTrue();
        assertThat(reader().page(GlobalPosition.START, 10).entries())
                .containsExactly(new Listed<>(position(4), id, Optional.of(document(id, 2))));
    }

    @Test
    void aStreamThatIsRemovedIsNeitherFoundNorListed() {
        var id = newId();
        var other = newId();
        store().apply(Checkpoint.START, List.of(put(id, 1, 1), put(other, 1, 2)), at(2));
        store().apply(at(2), List.of(new DocumentChange.Remove<>(id)), at(3));

        assertThat(reader().find(id)).isEqualTo(new Complete<>(position(3), Optional.empty()));
        assertThat(reader().page(GlobalPosition.START, 10).entries())
                .containsExactly(new Listed<>(position(2), other, Optional.of(document(other, 1))));
    }

    @Test
    void aStreamThatIsParkedIsNeitherFoundNorListedUntilItIsPutAgain() {
        var id = newId();
        store().apply(Checkpoint.START, List.of(put(id, 1, 1)), at(1));
        var parked = new ParkedStream(id.id(), 2, position(2), "unreadable", SampleStreams.TIME);
        store().apply(at(1), List.of(new DocumentChange.Park<>(parked)), at(2));

        assertThat(reader().find(id).value()).isEmpty();
        assertThat(reader().page(GlobalPosition.START, 10).entries()).isEmpty();
        assertThat(store().parked()).containsExactly(parked);

        store().apply(at(2), List.of(put(id, 3, 1)), at(3));
        assertThat(store().parked()).isEmpty();
        assertThat(reader().page(GlobalPosition.START, 10).entries())
                .containsExactly(new Listed<>(position(1), id, Optional.of(document(id, 3))));
    }

    @Test
    void pagesFollowTheOrderOfCreationWithoutGapOrRepetition() {
        var ids = new ArrayList<StreamId>();
        var changes = new ArrayList<DocumentChange<V>>();
        for (var i = 1; i <= 25; i++) {
            ids.add(newId());
            changes.add(put(ids.getLast(), 1, i * 3L));
        }
        store().apply(Checkpoint.START, changes, at(75));

        var walked = new ArrayList<StreamId>();
        var after = GlobalPosition.START;
        var more = true;
        while (more) {
            var page = reader().page(after, 10);
            assertThat(page.completeTo()).isEqualTo(position(75));
            assertThat(page.total()).isEqualTo(25);
            page.entries().forEach(listed -> walked.add(listed.id()));
            after = page.entries().getLast().createdAt();
            more = page.hasMore();
        }

        assertThat(walked).isEqualTo(ids);
        assertThat(reader().page(after, 10).entries()).isEmpty();
        assertThat(reader().page(after, 10).total()).isEqualTo(25);
        assertThat(reader().page(GlobalPosition.START, 25).hasMore()).isFalse();
    }

    @Test
    void aResetEmptiesEverythingUnlessAnotherCheckpointWasSetMeanwhile() {
        var id = newId();
        store().apply(Checkpoint.START, List.of(put(id, 1, 1)), at(1));

        assertThat(store().reset(Optional.empty())).isFalse();
        assertThat(store().reset(Optional.of(Checkpoint.START))).isFalse();
        assertThat(reader().find(id).value()).isPresent();

        assertThat(store().reset(Optional.of(at(1)))).isTrue();
        assertThat(store().checkpoint()).contains(Checkpoint.START);
        assertThat(reader().find(id)).isEqualTo(new Complete<>(GlobalPosition.START, Optional.empty()));
        assertThat(reader().page(GlobalPosition.START, 10).entries()).isEmpty();
    }

    /** A change that shows a stream and lists it. */
    protected final DocumentChange<V> put(StreamId id, int version, long createdAt) {
        return new DocumentChange.Put<>(document(id, version), Optional.of(position(createdAt)));
    }

    /** The id of a stream of which the read model has nothing. */
    protected final StreamId newId() {
        return StreamId.of(category(), UUID.randomUUID());
    }

    /** The checkpoint at a position, with an event of its own. */
    protected static Checkpoint at(long position) {
        return new Checkpoint(position(position), new UUID(0x7000_7000L, position).toString());
    }

    protected static GlobalPosition position(long value) {
        return new GlobalPosition(value);
    }
}
