package io.circleledger.api;

import static io.circleledger.domain.circle.CircleDetails.FIELDS;

import io.circleledger.domain.circle.CircleField;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.read.PagedEntries.EntryPage;
import io.ledger.http.answer.Faults;
import io.ledger.http.request.Call;
import io.ledger.http.request.QueryParameters;
import io.ledger.office.ListFile;
import io.ledger.tables.TableCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A list of circles as a file for offices, with headings that an import knows again. */
final class CircleFile {

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

    private static final List<String> COLUMNS = Stream.of(
                    Stream.of(CircleApi.ID), FIELDS.stream().map(CircleField::name), Stream.of("version"))
            .flatMap(names -> names)
            .toList();

    private CircleFile() {}

    /** The file that is asked for; empty when it is a page of JSON. */
    static Optional<ListFile> of(Call call, QueryParameters parameters, Faults faults) {
        return ListFile.of(call, parameters, faults, "circles", COLUMNS, WORDS);
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
