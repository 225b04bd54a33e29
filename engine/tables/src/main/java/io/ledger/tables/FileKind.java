package io.ledger.tables;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** What a file is by its first bytes: a text, an archive (as workbooks are), or something that is not read at all. */
enum FileKind {
    TEXT,
    ARCHIVE;

    private static final String SAVE = "Save it as an Excel workbook (.xlsx) or as CSV UTF-8, and choose that file.";

    private static final int HEAD_BYTES = 512;

    /** What the first bytes of a file say. */
    private record Signature(String begin, TableFault fault, String what) {}

    private static final List<Signature> SIGNATURES = List.of(
            new Signature("%PDF", TableFault.NO_TABLE, "This is a PDF document."),
            new Signature("{\\rtf", TableFault.NO_TABLE, "This is a text document."),
            new Signature("\u0089PNG", TableFault.NO_TABLE, "This is a picture."),
            new Signature("\u00FF\u00D8\u00FF", TableFault.NO_TABLE, "This is a picture."),
            new Signature("GIF8", TableFault.NO_TABLE, "This is a picture."),
            new Signature("\u001F\u008B", TableFault.NO_TABLE, "This is a compressed file."),
            new Signature("7z\u00BC\u00AF", TableFault.NO_TABLE, "This is a compressed file."),
            new Signature("Rar!", TableFault.NO_TABLE, "This is a compressed file."));

    /** Returns the kind of a file, or refuses it. */
    static FileKind of(byte[] bytes) {
        if (bytes.length == 0) {
            throw new RefusedTableException(
                    TableFault.EMPTY, "The file is empty. Choose the file that has the table in it.");
        }
        if (bytes.length > TableLimits.FILE_BYTES) {
            throw new RefusedTableException(
                    TableFault.TOO_LARGE,
                    "The file has more than %d MiB. Split it into several files, or leave columns out."
                            .formatted(TableLimits.FILE_BYTES / 1024 / 1024));
        }
        String head = new String(bytes, 0, Math.min(bytes.length, HEAD_BYTES), StandardCharsets.ISO_8859_1);
        if (head.startsWith("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1")) {
            throw oldOffice(bytes);
        }
        for (Signature signature : SIGNATURES) {
            if (head.startsWith(signature.begin)) {
                throw new RefusedTableException(signature.fault, signature.what + " " + SAVE);
            }
        }
        if (head.startsWith("PK\u0003\u0004") || head.startsWith("PK\u0005\u0006")) {
            return ARCHIVE;
        }
        refuseMarkup(head);
        return TEXT;
    }

    /** Some programs save web pages and XML under the name of a workbook. */
    private static void refuseMarkup(String head) {
        String begin =
                head.replaceFirst("^\u00EF\u00BB\u00BF", "").stripLeading().toLowerCase(Locale.ROOT);
        for (String sign : List.of("<!doctype", "<html", "<table", "<?xml")) {
            if (begin.startsWith(sign)) {
                throw new RefusedTableException(
                        TableFault.OTHER_PROGRAM, "This is a web page or an XML document. Open it in Excel. " + SAVE);
            }
        }
    }

    /** Refuses a compound file, which old workbooks are, and new ones with a password. */
    private static RefusedTableException oldOffice(byte[] bytes) {
        if (contains(bytes, "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE))) {
            return password();
        }
        if (contains(bytes, "Workbook".getBytes(StandardCharsets.UTF_16LE))
                || contains(bytes, "Book".getBytes(StandardCharsets.UTF_16LE))) {
            return new RefusedTableException(
                    TableFault.OLD_EXCEL, "This is a workbook of an old Excel (.xls). Open it in Excel. " + SAVE);
        }
        return new RefusedTableException(TableFault.NO_TABLE, "This is a document of an old Office program. " + SAVE);
    }

    static RefusedTableException password() {
        return new RefusedTableException(
                TableFault.PASSWORD,
                "The file is protected with a password. Open it in Excel, take the password away (File, Info, Protect"
                        + " Workbook), save it, and choose it again.");
    }

    /** Refuses an archive that is no workbook, by the files in it. */
    static RefusedTableException otherArchive(ZipParts parts) {
        if (parts.has("xl/workbook.bin")) {
            return new RefusedTableException(
                    TableFault.OTHER_PROGRAM, "This is a binary workbook (.xlsb). Open it in Excel. " + SAVE);
        }
        if (parts.has("Index/Document.iwa") || parts.has("Index.zip")) {
            return new RefusedTableException(
                    TableFault.OTHER_PROGRAM,
                    "This is a spreadsheet of Numbers. Open it there, choose File, Export To, Excel or CSV, and choose that"
                            + " file.");
        }
        if (parts.has("content.xml") && parts.has("mimetype")) {
            return new RefusedTableException(
                    TableFault.OTHER_PROGRAM, "This is an OpenDocument file (.ods). Open it in LibreOffice. " + SAVE);
        }
        if (parts.has("word/document.xml") || parts.has("ppt/presentation.xml")) {
            return new RefusedTableException(TableFault.NO_TABLE, "This is a document of Word or PowerPoint. " + SAVE);
        }
        return new RefusedTableException(
                TableFault.NO_TABLE,
                "This is an archive (ZIP) and no workbook. Unpack it, and choose the table in it.");
    }

    private static boolean contains(byte[] bytes, byte[] wanted) {
        for (int at = 0; at + wanted.length <= bytes.length; at++) {
            int same = 0;
            while (same < wanted.length && bytes[at + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
