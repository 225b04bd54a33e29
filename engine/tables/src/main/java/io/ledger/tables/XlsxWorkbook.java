package io.ledger.tables;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A workbook of Excel (Office Open XML, ISO/IEC 29500): which sheets it has, and the rows of the one that is wanted.
 *
 * <p>It is read by the JDK's own XML reader, part by part, and holds no more than the texts that all sheets share.
 */
final class XlsxWorkbook {

    private static final String WORKBOOK = "xl/workbook.xml";

    private final ZipParts parts;
    private final String path;
    private final List<SheetEntry> sheets = new ArrayList<>();
    private boolean isFrom1904;

    /** A sheet by its name and the id of its part. */
    private record SheetEntry(String name, String part, boolean isVisible) {}

    /** A part that another names. */
    private record Relation(String type, String target) {}

    private XlsxWorkbook(ZipParts parts, String path) {
        this.parts = parts;
        this.path = path;
    }

    /** Reads the first visible sheet that has something, or the one that is named, as a table. */
    static Table table(byte[] bytes, List<TableField> fields, Optional<String> wanted) {
        var parts = new ZipParts(bytes);
        String path = relations(parts, "", "").values().stream()
                .filter(relation -> relation.type.equals("officeDocument"))
                .map(Relation::target)
                .findFirst()
                .orElse(WORKBOOK);
        if (!parts.has(path) || !path.endsWith(".xml")) {
            throw FileKind.otherArchive(parts);
        }
        if (path.contains("word/") || path.contains("ppt/")) {
            throw FileKind.otherArchive(parts);
        }
        var workbook = new XlsxWorkbook(parts, path);
        workbook.readSheets();
        return workbook.read(fields, wanted);
    }

    private Table read(List<TableField> fields, Optional<String> wanted) {
        List<String> names = sheets.stream().map(SheetEntry::name).toList();
        List<SheetEntry> chosen = sheets.stream()
                .filter(sheet -> wanted.isPresent() ? sheet.name.equals(wanted.get()) : sheet.isVisible)
                .toList();
        if (chosen.isEmpty()) {
            throw new RefusedTableException(
                    wanted.isPresent() ? TableFault.NO_SUCH_SHEET : TableFault.EMPTY,
                    "The workbook has no such sheet. Choose one of: %s.".formatted(String.join(", ", names)));
        }
        Map<String, Relation> relations =
                relations(parts, directory(), path.substring(directory().length()));
        SharedTexts texts = target(relations, "sharedStrings")
                .map(target -> SharedTexts.read(parts, target))
                .orElse(SharedTexts.NONE);
        CellFormats formats = target(relations, "styles")
                .map(target -> CellFormats.read(parts, target))
                .orElse(CellFormats.NONE);
        for (SheetEntry sheet : chosen) {
            Relation relation = relations.get(sheet.part);
            if (relation == null || !relation.type.equals("worksheet")) {
                continue;
            }
            List<TableRow> rows = new XlsxSheet(texts, formats, isFrom1904).rows(parts, relation.target);
            if (!rows.isEmpty()) {
                return TableParts.table(new TableOrigin.ExcelFile(sheet.name, names), rows, fields);
            }
        }
        throw new RefusedTableException(
                TableFault.EMPTY, "The workbook has nothing in its sheets. Choose the file that has the table in it.");
    }

    private Optional<String> target(Map<String, Relation> relations, String type) {
        return relations.values().stream()
                .filter(relation -> relation.type.equals(type) && parts.has(relation.target))
                .map(Relation::target)
                .findFirst();
    }

    private String directory() {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private void readSheets() {
        elements(parts, path, xml -> {
            switch (xml.name()) {
                case "sheet" -> {
                    if (sheets.size() == TableLimits.SHEETS) {
                        throw new RefusedTableException(
                                TableFault.TOO_LARGE,
                                "The workbook has more than %d sheets. Copy the one with the table to a new workbook."
                                        .formatted(TableLimits.SHEETS));
                    }
                    String state = xml.attribute("state");
                    sheets.add(new SheetEntry(
                            orEmpty(xml.attribute("name")),
                            orEmpty(xml.attribute("id")),
                            state == null || state.equals("visible")));
                }
                case "workbookPr" -> isFrom1904 = isTrue(xml.attribute("date1904"));
                default -> {}
            }
        });
    }

    private static Map<String, Relation> relations(ZipParts parts, String directory, String file) {
        var relations = new HashMap<String, Relation>();
        String name = directory + "_rels/" + file + ".rels";
        if (!parts.has(name)) {
            return relations;
        }
        elements(parts, name, xml -> {
            if (xml.name().equals("Relationship") && relations.size() < TableLimits.ARCHIVE_ENTRIES) {
                String type = orEmpty(xml.attribute("Type"));
                String target = orEmpty(xml.attribute("Target"));
                relations.put(
                        orEmpty(xml.attribute("Id")),
                        new Relation(
                                type.substring(type.lastIndexOf('/') + 1),
                                target.startsWith("/") ? target.substring(1) : directory + target));
            }
        });
        return relations;
    }

    /** Hands on each element of a part as it begins. */
    static void elements(ZipParts parts, String name, Consumer<XmlPart> action) {
        try (var xml = new XmlPart(parts, name)) {
            for (String element = xml.next(); element != null; element = xml.next()) {
                if (!element.startsWith("/")) {
                    action.accept(xml);
                }
            }
        }
    }

    static boolean isTrue(@Nullable String text) {
        return "1".equals(text) || "true".equals(text);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
