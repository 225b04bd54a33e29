package io.ledger.tables;

/** Every limit of tables that are read. */
public final class TableLimits {

    /** A file. */
    public static final int FILE_BYTES = 10 * 1024 * 1024;

    /** Rows of a table, without its title and its headings. */
    public static final int ROWS = 100_000;

    /** The last row that Excel can number. */
    public static final int ROW_NUMBER = 1_048_576;

    /** Columns that have something in them. */
    public static final int COLUMNS = 256;

    /** A cell, as in Excel. */
    public static final int CELL_CHARACTERS = 32_767;

    /** Cells of a table, empty ones between others included. */
    public static final int CELLS = 1_000_000;

    /** All cells of a table together; what an archive unfolds to is bounded by it too. */
    public static final int CHARACTERS = 16 * 1024 * 1024;

    /** The rows from the top that the headings are looked for in; so many more rows are read than a table has. */
    public static final int HEADING_ROWS = 20;

    /** The sheets of a workbook. */
    public static final int SHEETS = 255;

    /** The files in the archive that a workbook is. */
    static final int ARCHIVE_ENTRIES = 4_000;

    /** What is unpacked of one workbook. */
    static final long UNPACKED_BYTES = 128L * 1024 * 1024;

    /** The formats of a workbook's cells, as in Excel. */
    static final int CELL_FORMATS = 65_490;

    /** The text of a file that its delimiter's headings are looked for in. */
    static final int HEADING_CHARACTERS = 64 * 1024;

    /** What a message quotes of a file. */
    static final int QUOTED_CHARACTERS = 40;

    /** The digits of a number in a workbook; Excel computes with 15 and writes 17. */
    static final int NUMBER_CHARACTERS = 64;

    /** The digits of a whole number. */
    static final int WHOLE_NUMBER_DIGITS = 18;

    private TableLimits() {}
}
