package io.ledger.office;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.ledger.core.Parsed;
import io.ledger.core.job.Job;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.tableimport.RowEnd;
import io.ledger.core.tableimport.RowState;
import io.ledger.core.tableimport.TableImport;
import io.ledger.core.tableimport.WantedResults;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.FileAnswer;
import io.ledger.http.answer.PositiveInteger;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.answer.Reply;
import io.ledger.http.answer.ServerProblem;
import io.ledger.http.person.PersonalReads;
import io.ledger.http.request.AcceptHeader;
import io.ledger.http.request.Call;
import io.ledger.http.request.Cursor;
import io.ledger.http.request.IdempotencyHeader;
import io.ledger.http.request.PageSize;
import io.ledger.http.request.QueryParameters;
import io.ledger.http.routes.JobRoutes;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.RouteKind;
import io.ledger.http.routing.Routes;
import io.ledger.tables.CsvTableWriter;
import io.ledger.tables.TableWriter;
import io.ledger.tables.XlsxTableWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Imports of tables: look at what a file would do, mend it, apply it, and take it back. */
public final class ImportRoutes implements RouteGroup {

    private static final String PATH = "/import";
    private static final String ONE = PATH + "/{id}";
    private static final String JSON = "application/json";
    private static final String CURSOR = "cursor";
    private static final String STATE = "state";
    private static final String KIND = "kind";
    private static final String REASON = "reason";

    private static final String UNDO = "undo";

    /** What can become of a row, and what of its undoing. */
    private static final List<String> ENDS = List.of(
            RowEnd.CREATED.label(),
            RowEnd.UPDATED.label(),
            RowEnd.UNCHANGED.label(),
            RowEnd.SKIPPED.label(),
            RowEnd.CONFLICT.label(),
            RowEnd.ERROR.label(),
            WantedResults.PENDING);

    private static final List<String> UNDO_ENDS =
            List.of(RowEnd.UNDONE.label(), RowEnd.CONFLICT.label(), RowEnd.ERROR.label());

    private static final Cursor.Walk BY_ROW = new Cursor.Walk("ir1:");

    private static final List<TableWriter> WRITERS = List.of(new CsvTableWriter(), new XlsxTableWriter("result"));

    private static final Set<String> FILES = Set.of(
            "text/csv",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/octet-stream");

    private final TableImports imports;
    private final PersonalReads reads;

    /** @param reads is told who has read rows that tell of people */
    public ImportRoutes(TableImports imports, PersonalReads reads) {
        this.imports = imports;
        this.reads = reads;
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("POST", PATH, RouteKind.UPLOAD, this::preview)
                .add("GET", PATH, RouteKind.PAGE, this::list)
                .add("GET", ONE, this::find)
                .add("GET", ONE + "/rows", RouteKind.PAGE, this::rows)
                .add("PUT", ONE + "/columns", RouteKind.WITH_BODY, this::columns)
                .add("PUT", ONE + "/rows/{row}", RouteKind.WITH_BODY, this::mend)
                .add("POST", ONE + "/apply", call -> job(call, imports::apply))
                .add("POST", ONE + "/undo", call -> job(call, imports::undo))
                .add("GET", ONE + "/result", RouteKind.PAGE, this::result);
    }

    private Answer preview(Call call) {
        checkMediaType(call);
        var faults = new Faults();
        var parameters = QueryParameters.of(call, List.of(KIND, REASON), faults);
        var kind = parameters.get(KIND).filter(imports.kindNames()::contains).map(imports::kind);
        if (kind.isEmpty()) {
            faults.add(Fault.parameter(KIND, "The kind must be one of " + String.join(", ", imports.kindNames())));
        }
        var reason = kind.flatMap(it -> parameters.get(REASON).map(it::reason));
        if (reason.orElse(new Parsed.Valid<>("")) instanceof Parsed.Invalid<String>(var fault)) {
            faults.add(Fault.parameter(REASON, fault));
        }
        var key = IdempotencyHeader.of(call, faults);
        faults.refuseIfAny();
        var given = reason.orElse(new Parsed.Valid<>("")) instanceof Parsed.Valid<String>(var text) ? text : "";
        var body = new byte[call.body().remaining()];
        call.body().duplicate().get(body);
        var found = granted(imports.preview(kind.orElseThrow(), body, call.metadata(), given, key));
        return Answer.json(201, ImportAnswers.document(imports, found))
                .with(HeaderNames.LOCATION, PATH + "/" + found.id());
    }

    private static void checkMediaType(Call call) {
        var types = call.headerLines(HeaderNames.CONTENT_TYPE);
        var type = types.size() == 1 ? types.getFirst().split(";", 2)[0].strip().toLowerCase(Locale.ROOT) : "";
        if (!FILES.contains(type)) {
            throw new Refusal(
                    Problem.of(
                            ServerProblem.UNSUPPORTED_MEDIA_TYPE,
                            "Send the file as it is, with Content-Type: text/csv, that of an XLSX workbook, or application/octet-stream."));
        }
    }

    private static <T> T granted(ImportReply<T> reply) {
        return switch (reply) {
            case ImportReply.Granted<T>(T value) -> value;
            case ImportReply.Denied<T>(var problem, var fault, var detail) -> {
                var denial = Problem.of(problem, detail);
                throw new Refusal(fault.isEmpty() ? denial : denial.member("fault", fault));
            }
            case ImportReply.NoRoom<T>() -> throw JobRoutes.tooMany();
        };
    }

    private TableImport found(Call call) {
        return granted(imports.find(call.segment("id")));
    }

    /** The kind of an import of which rows are about to be shown. */
    private ImportKind shown(TableImport found) {
        var kind = imports.kind(found.kind());
        if (kind.isPersonal()) {
            reads.note("import", found.id());
        }
        return kind;
    }

    private Answer list(Call call) {
        takesNoParameters(call);
        return Answer.json(
                200,
                imports.newest().stream()
                        .map(found -> ImportAnswers.document(imports, found))
                        .toList());
    }

    private Answer find(Call call) {
        takesNoParameters(call);
        return Answer.json(200, ImportAnswers.document(imports, found(call)));
    }

    private static void takesNoParameters(Call call) {
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        faults.refuseIfAny();
    }

    /**
     * Some rows of an import.
     *
     * @param chosen the parameters that choose them, as a link repeats them
     */
    private record PageAsked(int after, int limit, String chosen) {}

    private static PageAsked asked(QueryParameters parameters, List<String> choosing, Faults faults) {
        var limit = PageSize.of(parameters, faults);
        var cursor = parameters.get(CURSOR);
        var after = cursor.flatMap(text -> Cursor.parse(BY_ROW, text));
        if (cursor.isPresent() && after.filter(row -> row <= Integer.MAX_VALUE).isEmpty()) {
            faults.add(Fault.parameter(
                    CURSOR, "The cursor is not one of these rows; follow the link with rel=\"next\" as it is"));
        }
        var chosen = choosing.stream()
                .flatMap(name -> parameters.all(name).stream().map(value -> "&" + name + "=" + value))
                .collect(Collectors.joining());
        faults.refuseIfAny();
        return new PageAsked((int) (long) after.orElse(0L), limit, chosen);
    }

    private Answer rows(Call call) {
        var faults = new Faults();
        var parameters = QueryParameters.of(call, List.of(STATE, PageSize.NAME, CURSOR), faults);
        var name = parameters.get(STATE);
        var state = name.flatMap(RowState::parse);
        if (name.isPresent() && state.isEmpty()) {
            faults.add(Fault.parameter(STATE, "The state must be one of new, changed, unchanged, duplicate, error"));
        }
        var asked = asked(parameters, List.of(STATE), faults);
        var found = found(call);
        var kind = shown(found);
        var rows = imports.store().rows(found.id(), state, asked.after(), asked.limit() + 1);
        return page(found, "rows", asked, rows, row -> ImportAnswers.document(kind, found, row), row -> row.number());
    }

    /** A page of the rows that were found, of which one that is too many tells that there is another page. */
    private static <T> Answer page(
            TableImport found,
            String path,
            PageAsked asked,
            List<T> rows,
            Function<T, Map<String, Object>> document,
            ToIntFunction<T> number) {
        var shown = rows.subList(0, Math.min(rows.size(), asked.limit()));
        var answer = Answer.json(200, shown.stream().map(document).toList());
        if (shown.size() == rows.size()) {
            return answer;
        }
        var next = "%s/%s/%s?limit=%d%s&cursor=%s"
                .formatted(
                        PATH,
                        found.id(),
                        path,
                        asked.limit(),
                        asked.chosen(),
                        Cursor.of(BY_ROW, number.applyAsInt(shown.getLast())));
        return answer.with(HeaderNames.LINK, "<%s>; rel=\"next\"".formatted(next));
    }

    private Answer columns(Call call) {
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        var found = found(call);
        var fields = RowChange.columns(call, fields(found), found.columns().size(), faults);
        granted(imports.map(found.id(), fields));
        return Answer.json(200, ImportAnswers.document(imports, found(call)));
    }

    private List<String> fields(TableImport found) {
        return imports.kind(found.kind()).columnFields().stream()
                .map(ImportField::name)
                .toList();
    }

    private Answer mend(Call call) {
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        var found = found(call);
        var change = RowChange.read(call, fields(found), faults);
        var number = PositiveInteger.parse(call.segment("row")).orElse(Integer.MAX_VALUE);
        var row = granted(imports.mend(found.id(), number, change.values(), change.skip()));
        return Answer.json(200, ImportAnswers.document(shown(found), found, row));
    }

    /** Starts a job for an import. */
    private interface Starting {
        ImportReply<Job> start(String id, EventMetadata by);
    }

    private static Answer job(Call call, Starting starting) {
        takesNoParameters(call);
        return JobRoutes.started(granted(starting.start(call.segment("id"), call.metadata())));
    }

    private static Set<String> labels(QueryParameters parameters, String name, List<String> known, Faults faults) {
        var labels = Set.copyOf(parameters.all(name));
        if (!known.containsAll(labels)) {
            faults.add(Fault.parameter(name, "The %s must be one of %s".formatted(name, String.join(", ", known))));
        }
        return labels;
    }

    private Reply result(Call call) {
        var faults = new Faults();
        var parameters =
                QueryParameters.of(call, List.of(STATE, UNDO, PageSize.NAME, CURSOR), Set.of(STATE, UNDO), faults);
        var wanted =
                new WantedResults(labels(parameters, STATE, ENDS, faults), labels(parameters, UNDO, UNDO_ENDS, faults));
        var asked = asked(parameters, List.of(STATE, UNDO), faults);
        var found = found(call);
        if (found.applyJob().isEmpty()) {
            throw new Refusal(Problem.of(
                    ImportProblem.IMPORT_NOT_APPLIED,
                    "Apply the import first: POST %s/%s/apply.".formatted(PATH, found.id())));
        }
        var kind = shown(found);
        var accepted = call.headerLines(HeaderNames.ACCEPT);
        for (var writer : WRITERS) {
            if (AcceptHeader.asksFor(writer.mediaType(), JSON, accepted)) {
                var name = "import-%s.%s".formatted(found.id(), writer.fileSuffix());
                return new FileAnswer(
                        List.of(HeaderValues.create(
                                HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"%s\"".formatted(name))),
                        writer.mediaType(),
                        ResultFile.write(writer, kind, found, imports.store(), wanted));
            }
        }
        var rows = imports.store().ended(found.id(), wanted, asked.after(), asked.limit() + 1);
        return page(
                found,
                "result",
                asked,
                rows,
                row -> ImportAnswers.document(kind, found, row),
                row -> row.row().number());
    }
}
