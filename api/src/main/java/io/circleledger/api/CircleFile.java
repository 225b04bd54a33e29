package io.circleledger.api;

import static io.circleledger.domain.circle.CircleDetails.FIELDS;

import io.circleledger.domain.readmodel.CircleView;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.read.PagedEntries.EntryPage;
import io.ledger.http.answer.Faults;
import io.ledger.http.request.AnswerFormat;
import io.ledger.http.request.Call;
import io.ledger.http.request.LanguageHeader;
import io.ledger.http.request.LedgerPosition;
import io.ledger.http.request.QueryParameters;
import io.ledger.tables.CsvTableWriter;
import io.ledger.tables.TableCell;
import io.ledger.tables.TableWriter;
import io.ledger.tables.XlsxTableWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A list of circles as a file for offices.
 *
 * @param headings those that an import knows again
 */
record CircleFile(TableWriter writer, List<String> headings) {

    private static final String JSON = "json";
    private static final String CSV = "csv";

    private static final List<AnswerFormat> FORMATS = List.of(
            new AnswerFormat(JSON, "application/json"),
            new AnswerFormat(CSV, new CsvTableWriter().mediaType()),
            new AnswerFormat("xlsx", new XlsxTableWriter("").mediaType()));

    /** The words of each language, the one for whoever names none first; what has none is called by its name. */
    private static final List<String> LANGUAGES = List.of("en", "ja");

    private static final Map<String, List<String>> WORDS = Map.of(
            "circles",
            List.of("Circles", "団体"),
            CircleApi.ID,
            List.of("Circle ID", "団体ID"),
            "name",
            List.of("Circle", "団体名"),
            "capacity",
            List.of("Capacity", "定員"),
            "name_kana",
            List.of("Reading", "フリガナ"),
            "kind",
            List.of("Kind", "種別"),
            "version",
            List.of("Version", "版"));

    /** The file that is asked for; empty when it is a page of JSON. */
    static Optional<CircleFile> of(Call call, QueryParameters parameters, Faults faults) {
        var format = AnswerFormat.of(call, parameters, FORMATS, faults).name();
        if (format.equals(JSON)) {
            return Optional.empty();
        }
        var language = LANGUAGES.indexOf(LanguageHeader.best(LANGUAGES, call.headerLines(HeaderNames.ACCEPT_LANGUAGE)));
        var headings = new ArrayList<String>();
        headings.add(word(CircleApi.ID, language));
        FIELDS.forEach(field -> headings.add(word(field.name(), language)));
        headings.add(word("version", language));
        var writer = format.equals(CSV) ? new CsvTableWriter() : new XlsxTableWriter(word("circles", language));
        return Optional.of(new CircleFile(writer, headings));
    }

    private static String word(String name, int language) {
        return WORDS.containsKey(name) ? WORDS.get(name).get(language) : name;
    }

    static List<Header> headers(GlobalPosition completeTo) {
        return List.of(
                HeaderValues.create(HeaderNames.VARY, "Accept, Accept-Language, Authorization, Cookie"),
                HeaderValues.create(LedgerPosition.HEADER, completeTo.toString()));
    }

    /** The rows of a page. */
    static <P> EntryPage<List<TableCell>, P> page(List<CircleView> circles, Optional<P> next) {
        return new EntryPage<>(circles.stream().map(CircleFile::cells).toList(), next);
    }

    private static List<TableCell> cells(CircleView circle) {
        var cells = new ArrayList<TableCell>(FIELDS.size() + 2);
        cells.add(new TableCell.TextCell(circle.id()));
        for (var field : FIELDS) {
            cells.add(TableCell.of(field.plain(circle.details()).orElse("")));
        }
        cells.add(new TableCell.NumberCell(circle.version()));
        return cells;
    }
}
