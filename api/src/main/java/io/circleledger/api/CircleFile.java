package io.circleledger.api;

import static io.circleledger.domain.circle.CircleDetails.FIELDS;

import io.circleledger.domain.circle.CircleField;
import io.circleledger.domain.readmodel.CircleView;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.read.PagedEntries;
import io.ledger.core.read.PagedEntries.EntryPage;
import io.ledger.http.answer.Downloads;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.StreamedAnswer;
import io.ledger.http.request.AcceptHeader;
import io.ledger.http.request.Call;
import io.ledger.http.request.LanguageHeader;
import io.ledger.http.request.LedgerPosition;
import io.ledger.http.request.QueryParameters;
import io.ledger.tables.CsvTableWriter;
import io.ledger.tables.TableCell;
import io.ledger.tables.TableWriter;
import io.ledger.tables.XlsxTableWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A list of circles as a file for offices, under headings that an import knows again. */
final class CircleFile {

    /** In which languages there are headings; the first for whoever names none. */
    private static final List<String> LANGUAGES = List.of("en", "ja");

    /** A field that is not in here is called by its own name. */
    private static final Map<String, Map<String, String>> HEADINGS = Map.of(
            "en", Map.of("name", "Circle"),
            "ja", Map.of("id", "団体ID", "name", "団体名", "capacity", "定員", "version", "版", "sheet", "団体"));

    private static final List<Header> HEADERS = List.of(
            HeaderValues.createCached(HeaderNames.VARY, "Accept, Accept-Language, Authorization, Cookie"));

    private final TableWriter writer;
    private final String language;
    private final LocalDate today;

    /** What a list of circles is written as. */
    enum Format {
        CSV,
        XLSX;

        static final String NAME = "format";

        /** The parameter has the word before {@code Accept}; HEAD asks about the page of JSON. */
        static Optional<Format> of(Call call, QueryParameters parameters, Faults faults) {
            if (call.request().prologue().method().text().equals("HEAD")) {
                return Optional.empty();
            }
            var named = parameters.get(NAME);
            if (named.isEmpty()) {
                return Stream.of(values())
                        .filter(format -> AcceptHeader.asksFor(
                                format.writer("").mediaType(),
                                "application/json",
                                call.headerLines(HeaderNames.ACCEPT)))
                        .findFirst();
            }
            return switch (named.get()) {
                case "csv" -> Optional.of(CSV);
                case "xlsx" -> Optional.of(XLSX);
                case "json" -> Optional.empty();
                default -> {
                    faults.add(Fault.parameter(NAME, "The list has no such format; use json, csv or xlsx"));
                    yield Optional.empty();
                }
            };
        }

        private TableWriter writer(String sheet) {
            return switch (this) {
                case CSV -> new CsvTableWriter();
                case XLSX -> new XlsxTableWriter(sheet);
            };
        }
    }

    CircleFile(Format format, Call call, LocalDate today) {
        this.language = LanguageHeader.best(LANGUAGES, call.headerLines(HeaderNames.ACCEPT_LANGUAGE));
        this.writer = format.writer(heading("sheet", "Circles"));
        this.today = today;
    }

    /** Answers with the circles of a first page and of those that follow it. */
    <P> StreamedAnswer answer(
            Downloads downloads,
            GlobalPosition completeTo,
            EntryPage<CircleView, P> first,
            Function<P, EntryPage<CircleView, P>> following) {
        var circles = new PagedEntries<>(first, following);
        var headers = new ArrayList<>(HEADERS);
        headers.add(HeaderValues.create(LedgerPosition.HEADER, completeTo.toString()));
        return downloads.of(
                "circles-" + today + "." + writer.fileSuffix(),
                writer.contentType(),
                headers,
                out -> writer.write(out, headings(), rows(circles)));
    }

    private List<String> headings() {
        var headings = new ArrayList<String>();
        headings.add(heading("id", "Circle ID"));
        FIELDS.forEach(field -> headings.add(heading(field.name(), capitalized(field))));
        headings.add(heading("version", "Version"));
        return headings;
    }

    private String heading(String name, String otherwise) {
        return HEADINGS.getOrDefault(language, Map.of()).getOrDefault(name, otherwise);
    }

    private static String capitalized(CircleField<?> field) {
        return field.words().substring(0, 1).toUpperCase(Locale.ROOT)
                + field.words().substring(1);
    }

    private static Iterator<List<TableCell>> rows(Iterator<CircleView> circles) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return circles.hasNext();
            }

            @Override
            public List<TableCell> next() {
                return cells(circles.next());
            }
        };
    }

    private static List<TableCell> cells(CircleView circle) {
        var cells = new ArrayList<TableCell>(FIELDS.size() + 2);
        cells.add(new TableCell.TextCell(circle.id()));
        for (var field : FIELDS) {
            cells.add(field.plain(circle.details())
                    .<TableCell>map(value -> value instanceof Integer number
                            ? new TableCell.NumberCell(number)
                            : new TableCell.TextCell(value.toString()))
                    .orElseGet(TableCell.EmptyCell::new));
        }
        cells.add(new TableCell.NumberCell(circle.version()));
        return cells;
    }
}
