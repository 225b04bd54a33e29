package io.ledger.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.ParkedStream;
import io.ledger.core.log.GlobalPosition;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents in the index: stored, restored, removed, set aside and found. */
class LuceneDocumentStoreTest {

    private static final StreamId ID = new StreamId("talk", "01990000-0000-7000-8000-000000000001");
    private static final Checkpoint FIRST = checkpoint(1);
    private static final Checkpoint SECOND = checkpoint(2);
    private static final Instant TIME = Instant.parse("2026-04-01T09:00:00.123456Z");
    private static final Query EVERYTHING = new FieldExistsQuery(SearchSchema.CREATED);
    private static final Sort BY_CREATION = new Sort(NumberField.order(SearchSchema.CREATED, false));

    @TempDir
    private Path directory;

    private LuceneDocumentStore<Talk> index;

    @BeforeEach
    void open() {
        index = LuceneDocumentStore.open(directory, new TalkSearchSchema("1"));
        assertThat(index.checkpoint()).isEmpty();
        assertThat(index.reset(Optional.empty())).isTrue();
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void aDocumentIsRestoredAsItWasPut() {
        var other = new StreamId("talk", "ffffffff-ffff-ffff-ffff-ffffffffffff");
        var talk = new Talk(ID.id(), "Käse 👍 \"1\"", 7);
        assertThat(index.apply(
                        Checkpoint.START,
                        List.of(put(talk, 1), put(new Talk(other.id(), "", Integer.MAX_VALUE), Long.MAX_VALUE)),
                        FIRST))
                .isTrue();

        assertThat(index.documents(Checkpoint.START, List.of(ID))).isEqualTo(Map.of(ID, talk));
        assertThat(index.documents(Checkpoint.START, List.of(stream(5), other, ID)))
                .isEqualTo(Map.of(ID, talk, other, new Talk(other.id(), "", Integer.MAX_VALUE)));
        assertThat(index.documents(Checkpoint.START, List.of())).isEmpty();
        assertThat(found(EVERYTHING).documents())
                .containsExactly(
                        new IndexedDocument<>(talk, new GlobalPosition(1)),
                        new IndexedDocument<>(
                                new Talk(other.id(), "", Integer.MAX_VALUE), new GlobalPosition(Long.MAX_VALUE)));
    }

    @Test
    void changesWorkedOutFromAnotherCheckpointAreRefused() {
        assertThat(index.apply(Checkpoint.START, List.of(put(1)), FIRST)).isTrue();

        assertThat(index.apply(Checkpoint.START, List.of(put(2)), SECOND)).isFalse();
        assertThat(index.apply(new Checkpoint(FIRST.position(), "another"), List.of(put(2)), SECOND))
                .isFalse();
        assertThat(index.documents(Checkpoint.START, List.of(ID))).isEqualTo(Map.of(ID, talk(1)));
        assertThat(index.checkpoint()).contains(FIRST);
    }

    @Test
    void anOlderVersionNeverReplacesANewerOne() {
        index.apply(Checkpoint.START, List.of(put(3)), FIRST);
        index.apply(FIRST, List.of(put(2)), SECOND);
        assertThat(index.documents(Checkpoint.START, List.of(ID))).isEqualTo(Map.of(ID, talk(3)));

        index.apply(SECOND, List.of(put(4)), checkpoint(3));
        assertThat(found(EVERYTHING).documents())
                .containsExactly(new IndexedDocument<>(talk(4), new GlobalPosition(1)));
    }

    @Test
    void aDocumentKeepsThePlaceOfItsCreationUnlessTheChangeBringsOne() {
        index.apply(Checkpoint.START, List.of(put(1)), FIRST);
        index.apply(FIRST, List.of(new DocumentChange.Put<>(talk(2), Optional.empty())), SECOND);

        assertThat(found(EVERYTHING).documents())
                .containsExactly(new IndexedDocument<>(talk(2), new GlobalPosition(1)));
        var unknown = new Talk(stream(9).id(), "title", 2);
        assertThatThrownBy(() -> index.apply(
                        SECOND, List.of(new DocumentChange.Put<>(unknown, Optional.empty())), checkpoint(3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(unknown.id());
    }

    @Test
    void whatIsRemovedIsGoneAndAnIdOfAnyShapeIsNoFault() {
        index.apply(Checkpoint.START, List.of(put(1)), FIRST);
        index.apply(FIRST, List.of(new DocumentChange.Remove<>(ID), new DocumentChange.Remove<>("no id")), SECOND);

        assertThat(index.documents(Checkpoint.START, List.of(ID))).isEmpty();
        assertThat(found(EVERYTHING).documents()).isEmpty();
        assertThat(found(EVERYTHING).completeTo()).isEqualTo(SECOND.position());
    }

    @Test
    void aParkedStreamIsToldOfUntilItIsPutAgain() {
        var parked = new ParkedStream(ID.id(), 2, new GlobalPosition(2), "unreadable", TIME);
        var nameless = new ParkedStream("no id", 1, new GlobalPosition(2), "unreadable", TIME.minusSeconds(1));
        index.apply(Checkpoint.START, List.of(put(1)), FIRST);
        index.apply(FIRST, List.of(new DocumentChange.Park<>(parked), new DocumentChange.Park<>(nameless)), SECOND);
        assertThat(index.documents(Checkpoint.START, List.of(ID))).isEmpty();
        assertThat(found(EVERYTHING).documents()).isEmpty();
        assertThat(index.parked()).containsExactly(nameless, parked);

        index.apply(SECOND, List.of(new DocumentChange.Park<>(parked)), checkpoint(3));
        assertThat(index.parked()).containsExactly(nameless, parked);
        index.apply(checkpoint(3), List.of(put(3)), checkpoint(4));
        assertThat(index.parked()).containsExactly(nameless);
        assertThat(index.documents(Checkpoint.START, List.of(ID))).isEqualTo(Map.of(ID, talk(3)));
        index.apply(checkpoint(4), List.of(new DocumentChange.Remove<>("no id")), checkpoint(5));
        assertThat(index.parked()).isEmpty();
    }

    @Test
    void aResetEmptiesEverythingUnlessAnotherCheckpointWasSetMeanwhile() {
        index.apply(Checkpoint.START, List.of(put(1)), FIRST);
        assertThat(index.reset(Optional.empty())).isFalse();
        assertThat(index.reset(Optional.of(Checkpoint.START))).isFalse();
        assertThat(index.documents(Checkpoint.START, List.of(ID))).hasSize(1);

        assertThat(index.reset(Optional.of(FIRST))).isTrue();
        assertThat(index.checkpoint()).contains(Checkpoint.START);
        assertThat(index.documents(Checkpoint.START, List.of(ID))).isEmpty();
        assertThat(found(EVERYTHING)).isEqualTo(new SearchPage<Talk>(GlobalPosition.START, List.of(), false, 0));
    }

    @Test
    void pagesFollowEachOtherInTheOrderAskedForOverAnyNumberOfSegments() {
        var expected = new ArrayList<Talk>();
        for (var i = 1; i <= 50; i++) {
            var talk = new Talk(stream(i).id(), "title " + i, 1);
            // Each step makes a segment.
            assertThat(index.apply(index.checkpoint().orElseThrow(), List.of(put(talk, 51 - i)), checkpoint(i)))
                    .isTrue();
            expected.addFirst(talk);
        }

        var walked = new ArrayList<Talk>();
        var after = Optional.<FieldDoc>empty();
        do {
            var page = index.search(EVERYTHING, BY_CREATION, after, 7);
            assertThat(page.total()).isEqualTo(50);
            page.documents().forEach(found -> walked.add(found.document()));
            after = page.hasMore()
                    ? Optional.of(SearchPage.after(
                            page.documents().getLast().createdAt().value()))
                    : Optional.empty();
        } while (after.isPresent());
        assertThat(walked).isEqualTo(expected);
        assertThat(index.search(EVERYTHING, BY_CREATION, Optional.empty(), 50).hasMore())
                .isFalse();
        assertThat(found(TalkSearchSchema.TITLE.containing("tle 1")).total()).isEqualTo(11);
        assertThat(found(TalkSearchSchema.TITLE.containing("tle 49")).documents())
                .extracting(found -> found.document().title())
                .containsExactly("title 49");
    }

    @Test
    void aClosedIndexIsAStoreThatDoesNotAnswer() {
        index.close();

        assertThatThrownBy(() -> index.documents(Checkpoint.START, List.of(ID)))
                .isInstanceOf(StoreUnavailableException.class);
    }

    private SearchPage<Talk> found(Query query) {
        return index.search(query, BY_CREATION, Optional.empty(), 10);
    }

    private static StreamId stream(long number) {
        return StreamId.of("talk", new UUID(7, number));
    }

    private static DocumentChange<Talk> put(int version) {
        return put(talk(version), 1);
    }

    private static DocumentChange<Talk> put(Talk talk, long createdAt) {
        return new DocumentChange.Put<>(talk, Optional.of(new GlobalPosition(createdAt)));
    }

    private static Talk talk(int version) {
        return new Talk(ID.id(), "title " + version, version);
    }

    private static Checkpoint checkpoint(long position) {
        return new Checkpoint(new GlobalPosition(position), "event " + position);
    }
}
