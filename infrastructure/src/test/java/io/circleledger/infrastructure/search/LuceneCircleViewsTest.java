package io.circleledger.infrastructure.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.CircleSamples;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleSearch.Criteria;
import io.circleledger.domain.readmodel.CircleSearch.SortBy;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.contract.SampleHistories;
import io.ledger.core.StreamId;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.ParkedStream;
import io.ledger.core.log.GlobalPosition;
import io.ledger.icu.IcuNameFolding;
import io.ledger.icu.IcuNameOrder;
import io.ledger.lucene.LuceneDocumentStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Circles in the index, as their projection writes them. */
class LuceneCircleViewsTest {

    private static final StreamId ID = Circles.stream("01990000-0000-7000-8000-000000000001");
    private static final Checkpoint FIRST = checkpoint(1);
    private static final Checkpoint SECOND = checkpoint(2);

    @TempDir
    private Path directory;

    private LuceneDocumentStore<CircleView> index;

    @BeforeEach
    void open() {
        index = LuceneDocumentStore.open(directory, new CircleSearchSchema());
        assertThat(index.checkpoint()).isEmpty();
        assertThat(index.reset(Optional.empty())).isTrue();
    }

    @AfterEach
    void close() {
        index.close();
    }

    private void reopen() {
        index.close();
        index = LuceneDocumentStore.open(directory, new CircleSearchSchema());
    }

    @Test
    void changesWorkedOutFromAnotherCheckpointAreRefused() {
        assertThat(index.apply(Checkpoint.START, List.of(put(1)), FIRST)).isTrue();

        assertThat(index.apply(Checkpoint.START, List.of(put(2)), SECOND)).isFalse();
        assertThat(index.apply(new Checkpoint(FIRST.position(), "another"), List.of(put(2)), SECOND))
                .isFalse();
        assertThat(index.documents(Checkpoint.START, List.of(ID))).isEqualTo(Map.of(ID, view(1)));
        assertThat(index.checkpoint()).contains(FIRST);
    }

    @Test
    void anOlderVersionNeverReplacesANewerOne() {
        index.apply(Checkpoint.START, List.of(put(3)), FIRST);
        index.apply(FIRST, List.of(put(2)), SECOND);

        assertThat(index.documents(Checkpoint.START, List.of(ID))).isEqualTo(Map.of(ID, view(3)));
    }

    @Test
    void aParkedCircleIsToldOfUntilItIsPutAgain() {
        var parked = new ParkedStream(ID.id(), 2, new GlobalPosition(2), "unreadable", SampleHistories.TIME);
        var nameless =
                new ParkedStream("no id", 1, new GlobalPosition(2), "unreadable", SampleHistories.TIME.minusSeconds(1));
        index.apply(Checkpoint.START, List.of(put(1)), FIRST);
        index.apply(FIRST, List.of(new DocumentChange.Park<>(parked), new DocumentChange.Park<>(nameless)), SECOND);
        assertThat(index.documents(Checkpoint.START, List.of(ID))).isEmpty();
        assertThat(index.parked()).containsExactly(nameless, parked);

        index.apply(SECOND, List.of(new DocumentChange.Park<>(parked)), checkpoint(3));
        assertThat(index.parked()).containsExactly(nameless, parked);
        index.apply(checkpoint(3), List.of(put(3)), checkpoint(4));
        assertThat(index.parked()).containsExactly(nameless);
        assertThat(index.documents(Checkpoint.START, List.of(ID))).isEqualTo(Map.of(ID, view(3)));
    }

    @Test
    void whatWasAppliedIsThereAfterAClose() {
        index.apply(Checkpoint.START, List.of(put(1)), FIRST);
        reopen();

        assertThat(index.checkpoint()).contains(FIRST);
        assertThat(index.documents(Checkpoint.START, List.of(ID))).isEqualTo(Map.of(ID, view(1)));
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
        var page = new LuceneCircleSearch(index).page(everything(), Optional.empty(), 10);
        assertThat(page.documents()).isEmpty();
        assertThat(page.completeTo()).isEqualTo(GlobalPosition.START);
    }

    /** The fields were once named otherwise: {@code shown} was the name, and {@code name} its sort key. */
    @Test
    void anIndexWithTheFieldsOfBeforeIsRemovedAndBuiltAnew() throws IOException {
        index.apply(Checkpoint.START, List.of(put(1)), FIRST);
        index.close();
        writeFieldsOfBefore();
        index = LuceneDocumentStore.open(directory, new CircleSearchSchema());

        assertThat(index.checkpoint()).isEmpty();
        assertThat(index.documents(Checkpoint.START, List.of(ID))).isEmpty();
        assertThat(index.reset(Optional.empty())).isTrue();
        assertThat(index.apply(Checkpoint.START, List.of(put(1)), FIRST)).isTrue();
        assertThat(new LuceneCircleSearch(index)
                        .page(everything(), Optional.empty(), 10)
                        .documents())
                .containsExactly(view(1));
    }

    private void writeFieldsOfBefore() throws IOException {
        var configuration = new IndexWriterConfig()
                .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
                .setIndexSort(new Sort(new SortField("created", SortField.Type.LONG)));
        try (var files = FSDirectory.open(directory);
                var writer = new IndexWriter(files, configuration)) {
            var id = new BytesRef(ByteBuffer.allocate(16)
                    .putLong(0x01990000_0000_7000L)
                    .putLong(0x8000_000000000001L)
                    .array());
            writer.addDocument(List.of(
                    new StringField("id", id, Field.Store.NO),
                    new BinaryDocValuesField("id", id),
                    new SortedDocValuesField("name", new BytesRef(IcuNameOrder.key("before", 240))),
                    new BinaryDocValuesField("shown", new BytesRef("before")),
                    new NumericDocValuesField("created", 1),
                    new LongPoint("created", 1),
                    new NumericDocValuesField("capacity", 20L << 48 | 1),
                    new LongPoint("capacity", 20L << 48 | 1),
                    new NumericDocValuesField("version", 1)));
            var schema = "2; folding " + IcuNameFolding.VERSION + "; order " + IcuNameOrder.VERSION;
            writer.setLiveCommitData(Map.of("schema", schema, "position", "1", "event", FIRST.eventId())
                    .entrySet());
        }
    }

    private static Criteria everything() {
        return new Criteria(Optional.empty(), 3, 32_767, SortBy.CREATED, false);
    }

    private static DocumentChange<CircleView> put(int version) {
        return new DocumentChange.Put<>(view(version), Optional.of(new GlobalPosition(1)));
    }

    private static CircleView view(int version) {
        return CircleSamples.view(ID.id(), "テニス \"" + version + "\"", 20, version);
    }

    private static Checkpoint checkpoint(long position) {
        return new Checkpoint(new GlobalPosition(position), "event " + position);
    }
}
