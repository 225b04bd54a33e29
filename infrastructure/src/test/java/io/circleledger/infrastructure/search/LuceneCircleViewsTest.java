package io.circleledger.infrastructure.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleSearch.Criteria;
import io.circleledger.domain.readmodel.CircleSearch.SortBy;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.contract.SampleHistories;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.ParkedStream;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.StreamId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index as its projection writes it, and its files. */
class LuceneCircleViewsTest {

    private static final StreamId ID = Circles.stream("01990000-0000-7000-8000-000000000001");
    private static final Checkpoint FIRST = checkpoint(1);
    private static final Checkpoint SECOND = checkpoint(2);

    @TempDir
    private Path directory;

    private LuceneCircleIndex index;

    @BeforeEach
    void open() {
        index = LuceneCircleIndex.open(directory);
        assertThat(index.checkpoint()).isEmpty();
        assertThat(index.reset(Optional.empty())).isTrue();
    }

    @AfterEach
    void close() {
        index.close();
    }

    private void reopen() {
        index.close();
        index = LuceneCircleIndex.open(directory);
    }

    @Test
    void changesWorkedOutFromAnotherCheckpointAreRefused() {
        assertThat(index.apply(Checkpoint.START, List.of(put(1)), FIRST)).isTrue();

        assertThat(index.apply(Checkpoint.START, List.of(put(2)), SECOND)).isFalse();
        assertThat(index.apply(new Checkpoint(FIRST.position(), "another"), List.of(put(2)), SECOND))
                .isFalse();
        assertThat(index.views(List.of(ID))).isEqualTo(Map.of(ID, view(1)));
        assertThat(index.checkpoint()).contains(FIRST);
    }

    @Test
    void anOlderVersionNeverReplacesANewerOne() {
        index.apply(Checkpoint.START, List.of(put(3)), FIRST);
        index.apply(FIRST, List.of(put(2)), SECOND);

        assertThat(index.views(List.of(ID))).isEqualTo(Map.of(ID, view(3)));
    }

    @Test
    void aParkedCircleIsToldOfUntilItIsPutAgain() {
        var parked = new ParkedStream(ID.id(), 2, new GlobalPosition(2), "unreadable", SampleHistories.TIME);
        var nameless =
                new ParkedStream("no id", 1, new GlobalPosition(2), "unreadable", SampleHistories.TIME.minusSeconds(1));
        index.apply(Checkpoint.START, List.of(put(1)), FIRST);
        index.apply(FIRST, List.of(new DocumentChange.Park(parked), new DocumentChange.Park(nameless)), SECOND);
        assertThat(index.views(List.of(ID))).isEmpty();
        assertThat(index.parked()).containsExactly(nameless, parked);

        index.apply(SECOND, List.of(new DocumentChange.Park(parked)), checkpoint(3));
        assertThat(index.parked()).containsExactly(nameless, parked);
        index.apply(checkpoint(3), List.of(put(3)), checkpoint(4));
        assertThat(index.parked()).containsExactly(nameless);
        assertThat(index.views(List.of(ID))).isEqualTo(Map.of(ID, view(3)));
    }

    @Test
    void whatWasAppliedIsThereAfterAClose() {
        index.apply(Checkpoint.START, List.of(put(1)), FIRST);
        reopen();

        assertThat(index.checkpoint()).contains(FIRST);
        assertThat(index.views(List.of(ID))).isEqualTo(Map.of(ID, view(1)));
    }

    /** A copy of the files, taken while the index is open, is what a crash leaves. */
    @Test
    void afterACrashTheCheckpointSaysWhatIsThere(@TempDir Path left) throws IOException {
        index.apply(Checkpoint.START, List.of(put(1)), FIRST);
        reopen();
        index.apply(FIRST, List.of(put(2)), SECOND);
        copy(directory, left);

        try (var survivor = LuceneCircleIndex.open(left)) {
            assertThat(survivor.checkpoint()).contains(FIRST);
            assertThat(survivor.views(List.of(ID))).isEqualTo(Map.of(ID, view(1)));
            assertThat(survivor.apply(FIRST, List.of(put(2)), SECOND)).isTrue();
            assertThat(survivor.views(List.of(ID))).isEqualTo(Map.of(ID, view(2)));
        }
    }

    @Test
    void aResetEmptiesEverythingUnlessAnotherCheckpointWasSetMeanwhile() {
        index.apply(Checkpoint.START, List.of(put(1)), FIRST);
        assertThat(index.reset(Optional.empty())).isFalse();
        assertThat(index.reset(Optional.of(Checkpoint.START))).isFalse();
        assertThat(index.views(List.of(ID))).hasSize(1);

        assertThat(index.reset(Optional.of(FIRST))).isTrue();
        assertThat(index.checkpoint()).contains(Checkpoint.START);
        assertThat(index.views(List.of(ID))).isEmpty();
        var page = index.search().page(everything(), Optional.empty(), 10);
        assertThat(page.circles()).isEmpty();
        assertThat(page.completeTo()).isEqualTo(GlobalPosition.START);
    }

    @Test
    void aDamagedIndexIsRemovedAndBeginsAnew() throws IOException {
        index.apply(Checkpoint.START, List.of(put(1)), FIRST);
        index.close();
        for (var file : files()) {
            if (!file.getFileName().toString().equals(IndexWriter.WRITE_LOCK_NAME)) {
                damage(file);
                index = LuceneCircleIndex.open(directory);
                assertThat(index.checkpoint()).as(file.toString()).isEmpty();
                assertThat(index.reset(Optional.empty())).isTrue();
                assertThat(index.apply(Checkpoint.START, List.of(put(1)), FIRST))
                        .isTrue();
                assertThat(index.views(List.of(ID))).hasSize(1);
                index.close();
            }
        }
    }

    @Test
    void anIndexOfAnotherSchemaIsRemovedAndBeginsAnew() throws IOException {
        index.apply(Checkpoint.START, List.of(put(1)), FIRST);
        index.close();
        try (var files = FSDirectory.open(directory);
                var writer = new IndexWriter(
                        files, new IndexWriterConfig().setOpenMode(IndexWriterConfig.OpenMode.CREATE))) {
            writer.setLiveCommitData(
                    Map.of("schema", "0", "position", "1", "event", "x").entrySet());
        }
        index = LuceneCircleIndex.open(directory);

        assertThat(index.checkpoint()).isEmpty();
        assertThat(index.views(List.of(ID))).isEmpty();
    }

    @Test
    void serversThatShareADirectoryHaveAnIndexEach() throws IOException {
        var others = new ArrayList<LuceneCircleIndex>();
        var shared = directory.resolve("search");
        for (var i = 0; i < LuceneLimits.SERVERS; i++) {
            others.add(LuceneCircleIndex.open(shared));
        }
        assertThat(others.getLast().reset(Optional.empty())).isTrue();
        assertThat(others.getLast().apply(Checkpoint.START, List.of(put(1)), FIRST))
                .isTrue();
        assertThat(others.getFirst().checkpoint()).isEmpty();
        assertThatThrownBy(() -> LuceneCircleIndex.open(shared))
                .isInstanceOf(SearchIndexException.class)
                .hasMessageContaining(shared.toString())
                .hasMessageContaining("in use by another process; give each server a DATA_DIR of its own");

        // Whoever comes back takes the first that is free, and what is in it.
        others.removeLast().close();
        others.add(LuceneCircleIndex.open(shared));
        assertThat(others.getLast().checkpoint()).contains(FIRST);
        others.forEach(LuceneCircleIndex::close);
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
        var file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> LuceneCircleIndex.open(file.resolve("search")))
                .isInstanceOf(SearchIndexException.class)
                .hasMessageContaining("search cannot be used")
                .hasMessageContaining("make the directory writable or choose another DATA_DIR");
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    /** Cuts a file off in its middle; a new one of the same name may stand in its place by then. */
    private static void damage(Path file) throws IOException {
        if (Files.exists(file)) {
            var content = Files.readAllBytes(file);
            Files.write(file, java.util.Arrays.copyOf(content, content.length / 2));
        } else {
            try (var others = Files.list(file.getParent())) {
                var segments = others.filter(
                                other -> other.getFileName().toString().startsWith("segments_"))
                        .findFirst()
                        .orElseThrow();
                Files.writeString(segments, "");
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.list(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Criteria everything() {
        return new Criteria(Optional.empty(), 3, 32_767, SortBy.CREATED, false);
    }

    private static DocumentChange put(int version) {
        return new DocumentChange.Put(view(version), Optional.of(new GlobalPosition(1)));
    }

    private static CircleView view(int version) {
        return new CircleView(ID.id(), "テニス \"" + version + "\"", 20, version);
    }

    private static Checkpoint checkpoint(long position) {
        return new Checkpoint(new GlobalPosition(position), "event " + position);
    }
}
