package io.ledger.office;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.job.Job;
import io.ledger.core.job.JobKind;
import io.ledger.core.job.JobStarter;
import io.ledger.core.job.JobState;
import io.ledger.core.job.JobStore;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.tableimport.ImportColumn;
import io.ledger.core.tableimport.ImportPhase;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.LeftOutLine;
import io.ledger.core.tableimport.RowPlan;
import io.ledger.core.tableimport.RowState;
import io.ledger.core.tableimport.TableImport;
import io.ledger.core.tableimport.TableImportStore;
import io.ledger.office.ImportReply.Denied;
import io.ledger.office.ImportReply.Granted;
import io.ledger.tables.LeftOutRow;
import io.ledger.tables.Table;
import io.ledger.tables.TableField;
import io.ledger.tables.TableReader;
import io.ledger.tables.TableReading;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The imports of a ledger: what a file would do is planned and kept, so that people can look at it, mend it, and go on with
 * it from any browser; then it is applied by a job, and can be taken back by another one.
 *
 * <p>The plan of all rows is made anew by every change, because a row may be a duplicate of another one. Applying decides
 * again: a row is carried out only on the version that it was planned on.
 */
public final class TableImports implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TableImports.class);

    private final TableImportStore store;
    private final IdempotencyRecords answers;
    private final JobStore jobs;
    private final JobStarter starter;
    private final InstantSource clock;
    private final Map<String, ImportKind> kinds = new ConcurrentHashMap<>();
    private @Nullable Thread cleanup;

    /** @param answers to the requests that rows are carried out by */
    public TableImports(
            TableImportStore store,
            IdempotencyRecords answers,
            JobStore jobs,
            JobStarter starter,
            InstantSource clock) {
        this.store = store;
        this.answers = answers;
        this.jobs = jobs;
        this.starter = starter;
        this.clock = clock;
    }

    /** Adds a kind of imports. */
    public void add(ImportKind kind) {
        kinds.put(kind.name(), kind);
    }

    /** The kinds of jobs by which imports are applied and taken back. */
    public List<JobKind> jobKinds() {
        return Stream.of(ImportPhase.values())
                .<JobKind>map(phase -> new ImportJobKind(phase, store, answers, this::kind))
                .toList();
    }

    /** The names of the kinds that were added. */
    public List<String> kindNames() {
        return kinds.keySet().stream().sorted().toList();
    }

    /** A kind that was added. */
    public ImportKind kind(String name) {
        return Optional.ofNullable(kinds.get(name))
                .orElseThrow(() -> new IllegalStateException("This server knows no imports of " + name));
    }

    /**
     * Reads a file and plans what it would do.
     *
     * @param reason said of every event of the import, empty when there is none
     * @param key under which the same request gives the same import, if it has one
     * @throws StoreUnavailableException when a store does not answer
     * @throws io.ledger.core.read.ReadModelBehindException when the read model does not get to the end of the log in time
     */
    public ImportReply<TableImport> preview(
            ImportKind kind, byte[] file, EventMetadata by, String reason, Optional<IdempotencyKey> key) {
        var fields = kind.columnFields().stream()
                .map(field -> new TableField(field.name(), field.headings(), field.shape()))
                .toList();
        return switch (new TableReader(fields).read(file)) {
            case TableReading.UnreadableTable(var fault, var detail) ->
                new Denied<>(
                        ImportProblem.TABLE_UNREADABLE,
                        fault.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        detail);
            case TableReading.Read(var table) ->
                new ImportOnce(store, answers, starter)
                        .of(
                                key,
                                ImportOnce.fingerprint(kind, reason, file),
                                kept -> preview(kept, kind, table, by, reason));
        };
    }

    private TableImport preview(String id, ImportKind kind, Table table, EventMetadata by, String reason) {
        var columns = table.columns().stream()
                .map(column -> new ImportColumn(column.index(), column.heading(), column.field()))
                .toList();
        var unplanned = new RowPlan(RowState.ERROR, "", 0, Map.of(), List.of());
        var rows = table.rows().stream()
                .map(row -> new ImportRow(row.number(), row.cells(), Map.of(), Optional.empty(), unplanned))
                .toList();
        var added = new TableImport(
                id,
                kind.name(),
                1,
                columns,
                by.actor(),
                reason,
                table.leftOut().stream()
                        .limit(OfficeLimits.LEFT_OUT_TOLD)
                        .map(row -> new LeftOutLine(row.number(), word(row.kind()), told(kind, row)))
                        .toList(),
                Optional.empty(),
                Optional.empty(),
                // As the store keeps it, so that everybody is told one time.
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        var planned = kind.plan(columns, rows);
        store.add(added, planned, kind.traces());
        if (kind.isPersonal()) {
            forgetEnded(kind, planned);
        }
        return added;
    }

    /** Whoever was erased after the rows were planned, and before they were kept, was looked for in vain. */
    private void forgetEnded(ImportKind kind, List<ImportRow> rows) {
        var ids = rows.stream()
                .map(row -> row.plan().streamId())
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
        for (var from = 0; from < ids.size(); from += OfficeLimits.LOOKED_UP) {
            var some = ids.subList(from, Math.min(from + OfficeLimits.LOOKED_UP, ids.size()));
            kind.ended(some).forEach(id -> store.erase(id, Set.of()));
        }
    }

    /** A remark may be about somebody, and would not be found when that one is erased. */
    private static String told(ImportKind kind, LeftOutRow row) {
        return kind.isPersonal() && row.kind() == LeftOutRow.LeftOutKind.REMARK ? "" : row.text();
    }

    private static String word(LeftOutRow.LeftOutKind kind) {
        return switch (kind) {
            case TOTAL -> "total";
            case HEADINGS_AGAIN -> "headings";
            case REMARK -> "remark";
        };
    }

    /** An import, as long as it is kept. */
    public ImportReply<TableImport> find(String id) {
        return store.find(id)
                .<ImportReply<TableImport>>map(Granted::new)
                .orElseGet(() -> new Denied<>(
                        ImportProblem.IMPORT_NOT_FOUND,
                        "There is no such import, or it is older than %d days and was forgotten; check its id, or import the file again."
                                .formatted(OfficeLimits.KEPT.toDays())));
    }

    /** The imports that were begun last, the newest first. */
    public List<TableImport> newest() {
        return store.newest(OfficeLimits.LISTED).stream()
                .filter(found -> kinds.containsKey(found.kind()))
                .toList();
    }

    /** The rows of imports, and what became of them. */
    public TableImportStore store() {
        return store;
    }

    /** Takes columns for other fields, by their index; one that is not named is for none. */
    public ImportReply<TableImport> map(String id, Map<Integer, String> fields) {
        return replan(
                id,
                found -> found.with(found.columns().stream()
                        .map(column -> new ImportColumn(
                                column.index(), column.heading(), Optional.ofNullable(fields.get(column.index()))))
                        .toList()),
                rows -> rows);
    }

    /**
     * Mends a row, leaves it out, or takes it all the same.
     *
     * @param values in the place of those that were read
     */
    public ImportReply<ImportRow> mend(String id, int number, Map<String, String> values, Optional<Boolean> skip) {
        var before = store.rows(id, Optional.empty(), number - 1, 1).stream()
                .filter(row -> row.number() == number)
                .findFirst();
        if (before.filter(row -> !row.isErased()).isEmpty()) {
            var detail = before.isEmpty()
                    ? "The import has no row %d; rows are numbered as Excel shows them."
                    : "What row %d held was erased with somebody; import the row again in a file of its own.";
            return find(id).then(_ -> new Denied<>(ImportProblem.ROW_NOT_FOUND, detail.formatted(number)));
        }
        return replan(
                        id,
                        found -> found,
                        rows -> rows.stream()
                                .map(row -> row.number() == number ? mended(row, values, skip) : row)
                                .toList())
                .then(_ -> new Granted<>(
                        store.rows(id, Optional.empty(), number - 1, 1).getFirst()));
    }

    private static ImportRow mended(ImportRow row, Map<String, String> values, Optional<Boolean> skip) {
        var mended = new LinkedHashMap<>(row.mended());
        mended.putAll(values);
        // To take a row all the same is said of duplicates; of others it says that they are not left out any more.
        var isForced = skip.filter(given -> !given).isPresent() && row.plan().state() == RowState.DUPLICATE;
        var isTaken = skip.filter(given -> given || isForced);
        return new ImportRow(row.number(), row.cells(), mended, skip.isPresent() ? isTaken : row.skip(), row.plan());
    }

    private ImportReply<TableImport> replan(
            String id, UnaryOperator<TableImport> columns, UnaryOperator<List<ImportRow>> change) {
        for (var attempt = 0; attempt < OfficeLimits.ATTEMPTS; attempt++) {
            var reply = find(id).then(this::open);
            if (!(reply instanceof Granted<TableImport>(var found))) {
                return reply;
            }
            var changed = columns.apply(found);
            var rows = all(id);
            var kind = kind(found.kind());
            var planned = kind.plan(changed.columns(), change.apply(rows));
            var others = new ArrayList<ImportRow>();
            for (var i = 0; i < rows.size(); i++) {
                if (!rows.get(i).equals(planned.get(i))) {
                    others.add(planned.get(i));
                }
            }
            if (store.replan(changed, others, kind.traces())) {
                return new Granted<>(changed);
            }
        }
        return busy();
    }

    private static <T> ImportReply<T> busy() {
        return new Denied<>(ImportProblem.IMPORT_BUSY, "Others change this import at the same time; try again.");
    }

    private ImportReply<TableImport> open(TableImport found) {
        return found.applyJob().isEmpty()
                ? new Granted<>(found)
                : new Denied<>(
                        ImportProblem.IMPORT_APPLIED,
                        "Somebody has begun to apply this import, which ends its planning; look at its result, or import the file again.");
    }

    private List<ImportRow> all(String id) {
        var rows = new ArrayList<ImportRow>();
        List<ImportRow> page;
        do {
            var after = rows.isEmpty() ? 0 : rows.getLast().number();
            page = store.rows(id, Optional.empty(), after, TableImportStore.MAX_PAGE);
            rows.addAll(page);
        } while (page.size() == TableImportStore.MAX_PAGE);
        return rows;
    }

    /** Starts to apply an import, or goes on after somebody has stopped that. Asking again is harmless. */
    public ImportReply<Job> apply(String id, EventMetadata by) {
        return start(id, ImportPhase.APPLY, by);
    }

    /** Starts to take an import back that was applied, or a part of it. Asking again is harmless. */
    public ImportReply<Job> undo(String id, EventMetadata by) {
        return start(id, ImportPhase.UNDO, by);
    }

    private ImportReply<Job> start(String id, ImportPhase phase, EventMetadata by) {
        for (var attempt = 0; attempt < OfficeLimits.ATTEMPTS; attempt++) {
            if (!(find(id) instanceof Granted<TableImport>(var found))) {
                return find(id).then(_ -> busy());
            }
            var denial = denial(found, phase);
            if (denial.isPresent()) {
                return denial.get();
            }
            var started =
                    job(found, phase).filter(job -> job.state() == JobState.RUNNING || job.state() == JobState.DONE);
            if (started.isPresent()) {
                return new Granted<>(started.get());
            }
            var job = starter.newId();
            if (store.nameJob(found, phase, Optional.of(job))) {
                return started(found, phase, job, by);
            }
        }
        return busy();
    }

    private ImportReply<Job> started(TableImport found, ImportPhase phase, String job, EventMetadata by) {
        var reason = found.reason().isEmpty() ? by : by.because(found.reason());
        if (starter.start(job, ImportJobKind.name(phase), "\"%s\"".formatted(found.id()), reason)) {
            return jobs.find(job).<ImportReply<Job>>map(Granted::new).orElseGet(TableImports::busy);
        }
        store.find(found.id())
                .ifPresent(now ->
                        store.nameJob(now, phase, phase == ImportPhase.APPLY ? found.applyJob() : found.undoJob()));
        return new ImportReply.NoRoom<>();
    }

    private Optional<ImportReply<Job>> denial(TableImport found, ImportPhase phase) {
        return switch (phase) {
            case APPLY ->
                found.undoJob().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Denied<>(
                                ImportProblem.IMPORT_APPLIED, "This import was taken back; import the file again."));
            case UNDO ->
                job(found, ImportPhase.APPLY)
                                .filter(job -> job.state() != JobState.RUNNING)
                                .isPresent()
                        ? Optional.empty()
                        : Optional.of(new Denied<>(
                                ImportProblem.IMPORT_NOT_APPLIED,
                                "Only what was applied can be taken back; wait for its job, or stop it."));
        };
    }

    /** The job of a phase, as it is now. */
    public Optional<Job> job(TableImport found, ImportPhase phase) {
        var named = switch (phase) {
            case APPLY -> found.applyJob();
            case UNDO -> found.undoJob();
        };
        return named.flatMap(jobs::find);
    }

    /** Starts to forget old imports. */
    public void start() {
        cleanup = Thread.ofVirtual().name("import-cleanup").start(this::cleanUp);
    }

    private void cleanUp() {
        try {
            while (true) {
                Thread.sleep(OfficeLimits.CLEANUP_PERIOD);
                try {
                    while (store.forget(OfficeLimits.KEPT, OfficeLimits.CLEANUP_STEP) >= OfficeLimits.CLEANUP_STEP) {
                        LOG.atDebug().log("old imports were forgotten; there are more");
                    }
                } catch (StoreUnavailableException failure) {
                    LOG.atDebug().setCause(failure).log("old imports are forgotten when the database is back");
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        var running = cleanup;
        if (running != null) {
            running.interrupt();
        }
    }
}
