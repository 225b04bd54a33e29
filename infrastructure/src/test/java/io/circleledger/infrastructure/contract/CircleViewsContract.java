package io.circleledger.infrastructure.contract;

import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.CircleSamples;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.StreamId;
import io.ledger.core.document.Checkpoint;
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

/** What every read model of circles promises to its projection and to queries. */
public abstract class CircleViewsContract {

    /** An empty read model as its projection writes it. */
    protected abstract DocumentStore<CircleView> store();

    /** The same read model as queries see it. */
    protected abstract DocumentReader<CircleView> views();

    @BeforeEach
    void startOver() {
        assertThat(store().checkpoint()).isEmpty();
        assertThat(store().reset(Optional.empty())).isTrue();
        assertThat(store().checkpoint()).contains(Checkpoint.START);
    }

    @Test
    void changesAndTheCheckpointThatCoversThemAreSeenTogether() {
        var id = newId();
        var to = at(7);
        assertThat(store().apply(Checkpoint.START, List.of(put(id, 3, 5)), to)).isTrue();

        assertThat(store().checkpoint()).contains(to);
        assertThat(store().documents(to, List.of(id, newId()))).isEqualTo(Map.of(id, view(id, 3)));
        assertThat(views().find(id)).isEqualTo(new Complete<>(position(7), Optional.of(view(id, 3))));
    }

    @Test
    void anUnknownCircleHasNoView() {
        store().apply(Checkpoint.START, List.of(), at(2));

        assertThat(views().find(newId())).isEqualTo(new Complete<>(position(2), Optional.empty()));
    }

    @Test
    void changesWorkedOutFromAnotherCheckpointAreRefused() {
        var id = newId();
        store().apply(Checkpoint.START, List.of(put(id, 1, 1)), at(1));

        assertThat(store().apply(Checkpoint.START, List.of(put(id, 2, 1)), at(2)))
                .isFalse();
        assertThat(store().apply(new Checkpoint(position(1), "another"), List.of(put(id, 2, 1)), at(2)))
                .isFalse();
        assertThat(views().find(id)).isEqualTo(new Complete<>(position(1), Optional.of(view(id, 1))));
    }

    /** Two writers work from one checkpoint; the one that has read less comes last. */
    @Test
    void anOlderVersionNeverReplacesANewerOneOfTheSameCheckpoint() {
        var id = newId();
        store().apply(Checkpoint.START, List.of(put(id, 1, 1)), at(1));
        assertThat(store().apply(at(1), List.of(put(id, 12, 1)), at(1))).isTrue();

        assertThat(store().apply(at(1), List.of(put(id, 9, 1)), at(1))).isTrue();
        assertThat(store().apply(at(1), List.of(put(id, 10, 1)), at(2))).isTrue();
        assertThat(views().find(id)).isEqualTo(new Complete<>(position(2), Optional.of(view(id, 12))));
    }

    /** Whoever begins with a stream's first event has not read its document. */
    @Test
    void anOlderVersionNeverReplacesANewerOneThatWasWrittenBeforeItsFirstEventWasApplied() {
        var id = newId();
        store().apply(Checkpoint.START, List.of(), at(1));
        assertThat(store().apply(at(1), List.of(put(id, 12, 7)), at(1))).isTrue();
        assertThat(store().apply(at(1), List.of(), at(5))).isTrue();

        assertThat(store().apply(at(5), List.of(put(id, 3, 7)), at(10))).isTrue();
        assertThat(views().find(id)).isEqualTo(new Complete<>(position(10), Optional.of(view(id, 12))));
    }

    @Test
    void aCircleThatWasRemovedMayComeBackWithAnOlderVersion() {
        var id = newId();
        store().apply(Checkpoint.START, List.of(put(id, 12, 1)), Checkpoint.START);

        assertThat(store().apply(
                                Checkpoint.START,
                                List.of(new DocumentChange.Remove<>(id), put(id, 9, 1)),
                                Checkpoint.START))
                .isTrue();
        assertThat(views().find(id).value()).contains(view(id, 9));
    }

    @Test
    void aRemovedCircleIsNeitherFoundNorListed() {
        var id = newId();
        store().apply(Checkpoint.START, List.of(put(id, 1, 1)), at(1));
        store().apply(at(1), List.of(new DocumentChange.Remove<>(id)), at(2));

        assertThat(views().find(id)).isEqualTo(new Complete<>(position(2), Optional.empty()));
        assertThat(views().page(GlobalPosition.START, 10).entries()).isEmpty();
    }

    @Test
    void aParkedCircleIsNeitherFoundNorListedUntilItIsPutAgain() {
        var id = newId();
        store().apply(Checkpoint.START, List.of(put(id, 1, 1)), at(1));
        var parked = new ParkedStream(id.id(), 2, position(2), "unreadable", SampleHistories.TIME);
        store().apply(at(1), List.of(new DocumentChange.Park<>(parked)), at(2));

        assertThat(views().find(id).value()).isEmpty();
        assertThat(views().page(GlobalPosition.START, 10).entries()).isEmpty();
        assertThat(store().parked()).containsExactly(parked);

        store().apply(at(2), List.of(put(id, 3, 1)), at(3));
        assertThat(store().parked()).isEmpty();
        assertThat(views().page(GlobalPosition.START, 10).entries())
                .containsExactly(new Listed<>(position(1), id, Optional.of(view(id, 3))));
    }

    @Test
    void pagesFollowTheOrderOfCreationWithoutGapOrRepetition() {
        var ids = new ArrayList<StreamId>();
        var changes = new ArrayList<DocumentChange<CircleView>>();
        for (var i = 1; i <= 25; i++) {
            ids.add(newId());
            changes.add(put(ids.getLast(), 1, i * 3L));
        }
        store().apply(Checkpoint.START, changes, at(75));

        var walked = new ArrayList<StreamId>();
        var after = GlobalPosition.START;
        var more = true;
        while (more) {
            var page = views().page(after, 10);
            assertThat(page.completeTo()).isEqualTo(position(75));
            page.entries().forEach(listed -> walked.add(listed.id()));
            after = page.entries().getLast().createdAt();
            more = page.hasMore();
        }

        assertThat(walked).isEqualTo(ids);
        assertThat(views().page(after, 10).entries()).isEmpty();
        assertThat(views().page(GlobalPosition.START, 25).hasMore()).isFalse();
    }

    @Test
    void aResetEmptiesEverythingUnlessAnotherCheckpointWasSetMeanwhile() {
        var id = newId();
        store().apply(Checkpoint.START, List.of(put(id, 1, 1)), at(1));

        assertThat(store().reset(Optional.empty())).isFalse();
        assertThat(store().reset(Optional.of(Checkpoint.START))).isFalse();
        assertThat(views().find(id).value()).isPresent();

        assertThat(store().reset(Optional.of(at(1)))).isTrue();
        assertThat(store().checkpoint()).contains(Checkpoint.START);
        assertThat(views().find(id)).isEqualTo(new Complete<>(GlobalPosition.START, Optional.empty()));
        assertThat(views().page(GlobalPosition.START, 10).entries()).isEmpty();
    }

    protected static DocumentChange<CircleView> put(StreamId id, int version, long createdAt) {
        return new DocumentChange.Put<>(view(id, version), Optional.of(position(createdAt)));
    }

    protected static CircleView view(StreamId id, int version) {
        return CircleSamples.view(id.id(), "テニス \"" + version + "\"", 20, version);
    }

    protected static Checkpoint at(long position) {
        return new Checkpoint(position(position), new UUID(0x7000_7000L, position).toString());
    }

    protected static GlobalPosition position(long value) {
        return new GlobalPosition(value);
    }
}
