package io.ledger.lucene;

import io.ledger.core.document.Checkpoint;
import io.ledger.core.log.GlobalPosition;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogByteSizeMergePolicy;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.NRTCachingDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index while it is open: one writer, and the searchers that see what it wrote.
 *
 * <p>The checkpoint is part of each commit, so that on disk the two never tell of different places in
 * the log. In memory each searcher carries the position that its documents are complete to.
 */
final class IndexSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IndexSession.class);

    /**
     * The version of the fields that every index has, raised with each change of them. The schema of the documents has a
     * version of its own; an index of another version of either is removed.
     */
    private static final String LAYOUT = "3";

    private static final String SCHEMA_KEY = "schema";
    private static final String POSITION_KEY = "position";
    private static final String EVENT_KEY = "event";
    private static final String SOURCE_KEY = "source";

    private final String schema;
    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private volatile Optional<Checkpoint> checkpoint;
    private long committedPosition;
    private long committedNanos = System.nanoTime();

    private IndexSession(String schema, Directory directory, IndexWriter writer) throws IOException {
        this.schema = schema;
        this.directory = directory;
        this.writer = writer;
        this.checkpoint = checkpoint(writer.getLiveCommitData());
        this.committedPosition = position().value();
        this.searchers = new SearcherManager(writer, true, false, new SearcherFactory() {
            @Override
            public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous) {
                return new PositionedSearcher(reader, position());
            }
        });
    }

    /**
     * Opens the index in a directory, and an empty one in place of what cannot be used.
     *
     * @param schemaVersion the version of the schema of the documents
     * @throws SearchIndexException when another process has the directory
     * @throws IOException when the directory cannot be used
     */
    static IndexSession open(Path path, String schemaVersion) throws IOException {
        var schema = LAYOUT + "; " + schemaVersion;
        Files.createDirectories(path);
        var files = FSDirectory.open(path);
        var directory =
                new NRTCachingDirectory(files, LuceneLimits.CACHED_SEGMENT_MEGABYTES, LuceneLimits.CACHED_MEGABYTES);
        var complete = false;
        try {
            removeUnusable(files, schema);
            var writer = new IndexWriter(directory, configuration());
            try {
                var session = new IndexSession(schema, directory, writer);
                complete = true;
                return session;
            } finally {
                if (!complete) {
                    writer.rollback();
                }
            }
        } catch (LockObtainFailedException held) {
            throw new SearchIndexException(
                    "the search index in " + path + " is in use by another process; give each server a DATA_DIR of its"
                            + " own, or stop the other one",
                    held);
        } finally {
            if (!complete) {
                directory.close();
            }
        }
    }

    private static IndexWriterConfig configuration() {
        // It merges neighbours alone. Documents arrive in the order of their creation, which is the order of the
        // index, so that segments are put one after the other instead of being sorted into each other.
        var merges = new LogByteSizeMergePolicy();
        merges.setMaxMergeMB(LuceneLimits.MERGED_SEGMENT_MEGABYTES);
        merges.setMergeFactor(LuceneLimits.MERGED_SEGMENTS);
        // Beside the projector, which would stand still while it merged.
        var merging = new ConcurrentMergeScheduler();
        merging.setMaxMergesAndThreads(LuceneLimits.MERGES_WAITING, 1);
        return new IndexWriterConfig()
                .setIndexSort(new Sort(new SortField(SearchSchema.CREATED, SortField.Type.LONG)))
                .setRAMBufferSizeMB(LuceneLimits.RAM_BUFFER_MEGABYTES)
                .setMergePolicy(merges)
                .setMergeScheduler(merging)
                .setCommitOnClose(true);
    }

    /** Removes an index of another schema, and one that is damaged where it is read first. */
    private static void removeUnusable(FSDirectory directory, String schema) throws IOException {
        try (var _ = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
            var files = directory.listAll();
            if (SegmentInfos.getLastCommitGeneration(files) < 0) {
                return;
            }
            String reason;
            try {
                var found =
                        SegmentInfos.readLatestCommit(directory).getUserData().get(SCHEMA_KEY);
                if (schema.equals(found)) {
                    DirectoryReader.open(directory).close();
                    return;
                }
                reason = "it has schema " + found;
            } catch (IOException | IllegalArgumentException failure) {
                if (!isDamage(failure)) {
                    throw failure;
                }
                reason = failure.toString();
            }
            LOG.atWarn().addKeyValue("reason", reason).log("the search index cannot be used and is removed");
            removeFiles(directory);
        }
    }

    private static void removeFiles(FSDirectory directory) throws IOException {
        for (var file : directory.listAll()) {
            if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
                directory.deleteFile(file);
            }
        }
    }

    /** Removes what is found to be damaged while it is not open. */
    static void remove(Path path) throws IOException {
        try (var directory = FSDirectory.open(path);
                var _ = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
            removeFiles(directory);
        }
    }

    /** Whether a failure tells of the index and not of the disk. */
    static boolean isDamage(Throwable failure) {
        return switch (failure) {
            case CorruptIndexException _,
                    IndexFormatTooOldException _,
                    IndexFormatTooNewException _,
                    EOFException _,
                    FileNotFoundException _,
                    NoSuchFileException _,
                    IllegalArgumentException _ -> true;
            case FileSystemException _ -> false;
            default -> failure.getCause() != null && isDamage(failure.getCause());
        };
    }

    private static Optional<Checkpoint> checkpoint(@Nullable Iterable<Map.Entry<String, String>> commit) {
        var position = -1L;
        var event = "";
        var source = "";
        if (commit != null) {
            for (var entry : commit) {
                switch (entry.getKey()) {
                    case POSITION_KEY -> position = Long.parseLong(entry.getValue());
                    case EVENT_KEY -> event = entry.getValue();
                    case SOURCE_KEY -> source = entry.getValue();
                    default -> {}
                }
            }
        }
        return position < 0
                ? Optional.empty()
                : Optional.of(new Checkpoint(new GlobalPosition(position), event, "", source));
    }

    Optional<Checkpoint> checkpoint() {
        return checkpoint;
    }

    private GlobalPosition position() {
        return checkpoint.map(Checkpoint::position).orElse(GlobalPosition.START);
    }

    IndexWriter writer() {
        return writer;
    }

    PositionedSearcher acquire() throws IOException {
        return (PositionedSearcher) searchers.acquire();
    }

    void release(PositionedSearcher searcher) throws IOException {
        searchers.release(searcher);
    }

    /** Shows what was written, as complete to a checkpoint, and makes it durable when that is due. */
    void show(Checkpoint to) throws IOException {
        checkpoint = Optional.of(to);
        writer.setLiveCommitData(Map.of(
                        SCHEMA_KEY, schema,
                        POSITION_KEY, to.position().toString(),
                        EVENT_KEY, to.eventId(),
                        SOURCE_KEY, to.source())
                .entrySet());
        searchers.maybeRefreshBlocking();
        var now = System.nanoTime();
        if (Math.abs(to.position().value() - committedPosition) >= LuceneLimits.COMMIT_POSITIONS
                || now - committedNanos >= LuceneLimits.COMMIT_PERIOD.toNanos()) {
            commit();
        }
    }

    void commit() throws IOException {
        writer.commit();
        committedPosition = position().value();
        committedNanos = System.nanoTime();
    }

    /** Gives up what was not committed. */
    void abandon() {
        try (directory) {
            searchers.close();
            writer.rollback();
        } catch (IOException | RuntimeException failure) {
            LOG.atDebug().setCause(failure).log("the search index was left as it was");
        }
    }

    /** Makes durable what was written. */
    @Override
    public void close() throws IOException {
        try (directory;
                writer) {
            searchers.close();
        }
    }
}
