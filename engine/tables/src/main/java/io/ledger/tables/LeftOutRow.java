package io.ledger.tables;

/**
 * A row below the headings that is no data, and is left out.
 *
 * @param number as Excel numbers it
 * @param text what told it: the first text in it
 */
public record LeftOutRow(int number, LeftOutKind kind, String text) {

    /** What such a row is. */
    public enum LeftOutKind {
        /** It sums up others. */
        TOTAL,
        /** The headings again, as tables of several printed pages have them. */
        HEADINGS_AGAIN,
        /** A remark below the table. */
        REMARK
    }
}
