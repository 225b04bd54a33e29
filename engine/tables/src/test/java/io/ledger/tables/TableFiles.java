package io.ledger.tables;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Files for tests, made by hand, and what is read from them. */
final class TableFiles {

    static final List<TableField> FIELDS = List.of(
            new TableField(
                    "group_id",
                    List.of("group_id", "団体ID", "ID"),
                    Optional.of(Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}"))),
            new TableField("group_name", List.of("group_name", "団体名", "サークル名", "団体名称", "Club Name", "name")),
            new TableField("capacity", List.of("capacity", "定員", "定員数", "人数")));

    static byte[] csv(String text, String charset) {
        return text.getBytes(Charset.forName(charset));
    }

    static byte[] csv(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Table read(byte[] file) {
        return switch (new TableReader(FIELDS).read(file)) {
            case TableReading.Read(Table table) -> table;
            case TableReading.UnreadableTable(var fault, var detail) -> throw new AssertionError(fault + ": " + detail);
        };
    }

    static Table read(String text) {
        return read(csv(text));
    }

    static TableReading.UnreadableTable refused(byte[] file) {
        return switch (new TableReader(FIELDS).read(file)) {
            case TableReading.Read(Table table) -> throw new AssertionError("read: " + table);
            case TableReading.UnreadableTable refused -> refused;
        };
    }

    /** Rows as texts: the number, and the cells. */
    static List<String> rows(Table table) {
        return table.rows().stream()
                .map(row -> row.number() + ": " + String.join("|", row.cells()))
                .toList();
    }

    /** Columns as texts: heading, and the field. */
    static List<String> columns(Table table) {
        return table.columns().stream()
                .map(column -> column.heading() + "=" + column.field().orElse("-"))
                .toList();
    }

    /** A workbook with one sheet; {@code rows} are its row elements. */
    static byte[] workbook(String rows) {
        return workbook(Map.of("xl/worksheets/sheet1.xml", sheet(rows)));
    }

    static String sheet(String rows) {
        return "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>" + rows
                + "</sheetData></worksheet>";
    }

    /** The parts that a workbook with one sheet has, with others instead or besides. */
    static byte[] workbook(Map<String, String> others) {
        var parts = new LinkedHashMap<String, String>();
        parts.put(
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
        parts.put("_rels/.rels", relations("rId1", "officeDocument", "xl/workbook.xml"));
        parts.put(
                "xl/workbook.xml",
                "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>"
                        + "<sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
        parts.put(
                "xl/_rels/workbook.xml.rels",
                relations(
                        "rId1",
                        "worksheet",
                        "worksheets/sheet1.xml",
                        "rId2",
                        "sharedStrings",
                        "sharedStrings.xml",
                        "rId3",
                        "styles",
                        "/xl/styles.xml"));
        parts.putAll(others);
        return zip(parts);
    }

    /** A part with relations; each is an id, a type and a target. */
    static String relations(String... relations) {
        var text = new StringBuilder("<Relationships>");
        for (int at = 0; at < relations.length; at += 3) {
            text.append(
                    "<Relationship Id=\"%s\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s\" Target=\"%s\"/>"
                            .formatted(relations[at], relations[at + 1], relations[at + 2]));
        }
        return text.append("</Relationships>").toString();
    }

    static byte[] zip(Map<String, String> parts) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The same archive with its parts as they are, so that bytes in them can be changed. */
    static byte[] stored(byte[] file) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes);
                var from = new ZipInputStream(new ByteArrayInputStream(file))) {
            zip.setLevel(0);
            for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                zip.putNextEntry(new ZipEntry(entry.getName()));
                from.transferTo(zip);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private TableFiles() {}
}
