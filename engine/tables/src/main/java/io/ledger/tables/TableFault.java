package io.ledger.tables;

/** Why a file is not read as a table. The names are stable: a page has words for each. */
public enum TableFault {
    /** There is nothing in it. */
    EMPTY,
    /** It has more bytes, rows, columns, cells or characters than are read. */
    TOO_LARGE,
    /** A workbook of Excel before 2007. */
    OLD_EXCEL,
    /** A workbook that only opens with a password. */
    PASSWORD,
    /** A table of another program. */
    OTHER_PROGRAM,
    /** No table at all. */
    NO_TABLE,
    /** A workbook that is cut off or damaged. */
    BROKEN,
    /** A text whose characters cannot be told. */
    CHARACTERS,
    /** A text with a quotation mark that is not closed, or that text follows. */
    QUOTATION_MARK,
    /** A workbook without the sheet that was asked for. */
    NO_SUCH_SHEET,
    /** A formula that was saved without its value. */
    FORMULA_WITHOUT_VALUE
}
