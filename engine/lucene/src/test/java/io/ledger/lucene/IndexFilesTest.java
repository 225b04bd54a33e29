package io.ledger.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledger.core.StreamId;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.log.GlobalPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
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

/** The files of the index: what is left of it by a close, a crash, damage, another schema and other servers. */
class IndexFilesTest {

    private static final StreamId ID = new StreamId("talk", "01990000-0000-7000-8000-000000000001");
    private static final Checkpoint FIRST = checkpoint(1);
    private static final Checkpoint SECOND = checkpoint(2);
    private static final TalkSearchSchema SCHEMA = new TalkSearchSchema("1");

    @TempDir
    private Path directory;

    private LuceneDocumentStore<Talk> index;

    @BeforeEach
    void open() {
        index = LuceneDocumentStore.open(directory, SCHEMA);
        assertThat(index.checkpoint()).isEmpty();
        assertThat(index.reset(Optional.empty())).isTrue();
    }

    @AfterEach
    void close() {
        index.close();
    }

    private void reopen() {
        index.close();
        index = LuceneDocumentStore.open(directory, SCHEMA);
    }

    @Test
    void whatWasAppliedIsThereAfterAClose() {
        index.apply(Checkpoint.START, List.of(put(1)), FIRST);
        reopen();

        assertThat(index.checkpoint()).contains(FIRST);
        assertThat(index.documents(Checkpoint.START, List.of(ID))).isEqualTo(Map.of(ID, talk(1)));
    }

    @Test
    void anIndexOfAnotherVersionOfTheSchemaIsRemovedAndBeginsAnew() {
        index.apply(Checkpoint.START, List.of(put(1)), FIRST);
        index.close();
        index = LuceneDocumentStore.open(directory, new TalkSearchSchema("2"));

        assertThat(index.checkpoint()).isEmpty();
        assertThat(index.documents(Checkpoint.START, List.of(ID))).isEmpty();
        assertThat(index.reset(Optional.empty())).isTrue();
        assertThat(index.apply(Checkpoint.START, List.of(put(1)), FIRST)).isTrue();
        index.close();
        index = LuceneDocumentStore.open(directory, new TalkSearchSchema("2"));
        assertThat(index.checkpoint()).contains(FIRST);
    }

    @Test
    void anIndexOfAnotherLayoutIsRemovedAndBeginsAnew() throws IOException {
        index.apply(Checkpoint.START, List.of(put(1)), FIRST);
        index.close();
        try (var files = FSDirectory.open(directory);
                var writer = new IndexWriter(
                        files, new IndexWriterConfig().setOpenMode(IndexWriterConfig.OpenMode.CREATE))) {
            writer.setLiveCommitData(
                    Map.of("schema", "2; 1", "position", "1", "event", "x").entrySet());
        }
        index = LuceneDocumentStore.open(directory, SCHEMA);

        assertThat(index.checkpoint()).isEmpty();
        assertThat(index.documents(Checkpoint.START, List.of(ID))).isEmpty();
    }

    /** A copy of the files, taken while the index is open, is what a crash leaves. */
    @Test
    void afterACrashTheCheckpointSaysWhatIsThere(@TempDir Path left) throws IOException {
        index.apply(Checkpoint.START, List.of(put(1)), FIRST);
        reopen();
        index.apply(FIRST, List.of(put(2)), SECOND);
        copy(directory, left);

        try (var survivor = LuceneDocumentStore.open(left, SCHEMA)) {
            assertThat(survivor.checkpoint()).contains(FIRST);
            assertThat(survivor.documents(Checkpoint.START, List.of(ID))).isEqualTo(Map.of(ID, talk(1)));
            assertThat(survivor.apply(FIRST, List.of(put(2)), SECOND)).isTrue();
            assertThat(survivor.documents(Checkpoint.START, List.of(ID))).isEqualTo(Map.of(ID, talk(2)));
        }
    }

    @Test
    void aDamagedIndexIsRemovedAndBeginsAnew() throws IOException {
        index.apply(Checkpoint.START, List.of(put(1)), FIRST);
        index.close();
        for (var file : files()) {
            if (!file.getFileName().toString().equals(IndexWriter.WRITE_LOCK_NAME)) {
                damage(file);
                index = LuceneDocumentStore.open(directory, SCHEMA);
                assertThat(index.checkpoint()).as(file.toString()).isEmpty();
                assertThat(index.reset(Optional.empty())).isTrue();
                assertThat(index.apply(Checkpoint.START, List.of(put(1)), FIRST))
                        .isTrue();
                assertThat(index.documents(Checkpoint.START, List.of(ID))).hasSize(1);
                index.close();
            }
        }
    }

    @Test
    void serversThatShareADirectoryHaveAnIndexEach() throws IOException {
        var others = new ArrayList<LuceneDocumentStore<Talk>>();
        var shared = directory.resolve("search");
        for (var i = 0; i < LuceneLimits.SERVERS; i++) {
            others.add(LuceneDocumentStore.open(shared, SCHEMA));
        }
        assertThat(others.getLast().reset(Optional.empty())).isTrue();
        assertThat(others.getLast().apply(Checkpoint.START, List.of(put(1)), FIRST))
                .isTrue();
        assertThat(others.getFirst().checkpoint()).isEmpty();
        assertThatThrownBy(() -> LuceneDocumentStore.open(shared, SCHEMA))
                .isInstanceOf(SearchIndexException.class)
                .hasMessageContaining(shared.toString())
                .hasMessageContaining("in use by another process; give each server a DATA_DIR of its own");

        // Whoever comes back takes the first that is free, and what is in it.
        others.removeLast().close();
        others.add(LuceneDocumentStore.open(shared, SCHEMA));
        assertThat(others.getLast().checkpoint()).contains(FIRST);
        others.forEach(LuceneDocumentStore::close);
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
        var file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> LuceneDocumentStore.open(file.resolve("search"), SCHEMA))
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
            Files.write(file, Arrays.copyOf(content, content.length / 2));
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

    private static DocumentChange<Talk> put(int version) {
        return new DocumentChange.Put<>(talk(version), Optional.of(new GlobalPosition(1)));
    }

    private static Talk talk(int version) {
        return new Talk(ID.id(), "title " + version, version);
    }

    private static Checkpoint checkpoint(long position) {
        return new Checkpoint(new GlobalPosition(position), "event " + position);
    }
}
