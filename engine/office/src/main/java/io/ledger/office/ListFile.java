package io.ledger.office;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.ledger.core.log.GlobalPosition;
import io.ledger.http.answer.Faults;
import io.ledger.http.request.AnswerFormat;
import io.ledger.http.request.Call;
import io.ledger.http.request.LanguageHeader;
import io.ledger.http.request.LedgerPosition;
import io.ledger.http.request.QueryParameters;
import io.ledger.tables.CsvTableWriter;
import io.ledger.tables.TableWriter;
import io.ledger.tables.XlsxTableWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A list as a file for offices.
 *
 * @param headings in the reader's language
 */
public record ListFile(TableWriter writer, List<String> headings) {

    private static final String JSON = "json";
    private static final String CSV = "csv";

    private static final List<AnswerFormat> FORMATS = List.of(
            new AnswerFormat(JSON, "application/json"),
            new AnswerFormat(CSV, new CsvTableWriter().mediaType()),
            new AnswerFormat("xlsx", new XlsxTableWriter("").mediaType()));

    /** The words of each language, the one for whoever names none first. */
    private static final List<String> LANGUAGES = List.of("en", "ja");

    /**
     * The file that is asked for; empty when it is a page of JSON.
     *
     * @param title the name of what is listed
     * @param columns the names of the columns
     * @param words for each name that in English and in Japanese; what has none is called by its name
     */
    public static Optional<ListFile> of(
            Call call,
            QueryParameters parameters,
            Faults faults,
            String title,
            List<String> columns,
            Map<String, List<String>> words) {
        var format = AnswerFormat.of(call, parameters, FORMATS, faults).name();
        if (format.equals(JSON)) {
            return Optional.empty();
        }
        var language = LANGUAGES.indexOf(LanguageHeader.best(LANGUAGES, call.headerLines(HeaderNames.ACCEPT_LANGUAGE)));
        var headings = columns.stream().map(name -> word(words, name, language)).toList();
        return Optional.of(new ListFile(
                format.equals(CSV) ? new CsvTableWriter() : new XlsxTableWriter(word(words, title, language)),
                headings));
    }

    private static String word(Map<String, List<String>> words, String name, int language) {
        return words.containsKey(name) ? words.get(name).get(language) : name;
    }

    /** The headers of a file, besides those of every download. */
    public static List<Header> headers(GlobalPosition completeTo) {
        return List.of(
                HeaderValues.create(HeaderNames.VARY, "Accept, Accept-Language, Authorization, Cookie"),
                HeaderValues.create(LedgerPosition.HEADER, completeTo.toString()));
    }
}
