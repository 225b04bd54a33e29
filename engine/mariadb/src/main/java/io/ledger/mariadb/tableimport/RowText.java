package io.ledger.mariadb.tableimport;

import io.ledger.core.tableimport.ImportColumn;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.LeftOutLine;
import io.ledger.core.tableimport.RowFault;
import io.ledger.core.tableimport.RowPlan;
import io.ledger.core.tableimport.RowPlan.FieldChange;
import io.ledger.core.tableimport.RowPlan.FieldFault;
import io.ledger.core.tableimport.RowState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How columns and rows of imports are stored: as JSON, whose names never change. */
final class RowText {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RowText() {}

    static String of(List<ImportColumn> columns) {
        var array = JSON.createArrayNode();
        for (var column : columns) {
            var node = array.addObject().put("index", column.index()).put("heading", column.heading());
            column.field().ifPresent(field -> node.put("field", field));
        }
        return array.toString();
    }

    static List<ImportColumn> columns(String json) {
        return JSON.readTree(json)
                .valueStream()
                .map(node -> new ImportColumn(
                        node.path("index").asInt(),
                        node.path("heading").asString(""),
                        Optional.ofNullable(node.get("field")).map(field -> field.asString(""))))
                .toList();
    }

    static String ofLines(List<LeftOutLine> lines) {
        var array = JSON.createArrayNode();
        lines.forEach(
                line -> array.addArray().add(line.number()).add(line.what()).add(line.text()));
        return array.toString();
    }

    static List<LeftOutLine> lines(String json) {
        return JSON.readTree(json)
                .valueStream()
                .map(line -> new LeftOutLine(line.path(0).asInt(), text(line, 1), text(line, 2)))
                .toList();
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(text -> text.asString("")).toList();
    }

    /** All of a row but its number, its state and whether it is left out. */
    static String of(ImportRow row) {
        var plan = row.plan();
        var node = JSON.createObjectNode();
        var cells = node.putArray("cells");
        row.cells().forEach(cells::add);
        var mended = node.putObject("mended");
        row.mended().forEach(mended::put);
        node.put("stream", plan.streamId()).put("version", plan.version());
        if (!plan.within().isEmpty()) {
            node.put("within", plan.within());
        }
        var changes = node.putObject("changes");
        plan.changes()
                .forEach((field, change) ->
                        changes.putArray(field).add(change.from()).add(change.to()));
        var errors = node.putArray("errors");
        plan.errors()
                .forEach(error -> errors.addArray()
                        .add(error.field())
                        .add(error.detail())
                        .add(error.fault().label())
                        .add(error.number()));
        return node.toString();
    }

    static ImportRow row(int number, RowState state, Optional<Boolean> skip, String json) {
        var node = JSON.readTree(json);
        Map<String, String> mended = new LinkedHashMap<>();
        node.path("mended")
                .properties()
                .forEach(field -> mended.put(field.getKey(), field.getValue().asString("")));
        Map<String, FieldChange> changes = new LinkedHashMap<>();
        node.path("changes")
                .properties()
                .forEach(field -> changes.put(
                        field.getKey(), new FieldChange(text(field.getValue(), 0), text(field.getValue(), 1))));
        var errors = node.path("errors")
                .valueStream()
                .map(error -> new FieldFault(
                        text(error, 0),
                        RowFault.parse(text(error, 2)).orElse(RowFault.INVALID),
                        error.path(3).asInt(0),
                        text(error, 1)))
                .toList();
        return new ImportRow(
                number,
                texts(node.path("cells")),
                mended,
                skip,
                new RowPlan(
                        state,
                        node.path("stream").asString(""),
                        node.path("within").asString(""),
                        node.path("version").asInt(),
                        changes,
                        errors));
    }

    private static String text(JsonNode array, int index) {
        return array.path(index).asString("");
    }
}
