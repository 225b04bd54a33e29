package io.ledger.tables;

import java.time.LocalDate;
import java.time.LocalDateTime;

/** A cell of a table that is written. */
public sealed interface TableCell {

    /** A text, which is never taken for a formula. */
    record TextCell(String text) implements TableCell {}

    /** A whole number. */
    record NumberCell(long number) implements TableCell {}

    /** A date. */
    record DateCell(LocalDate date) implements TableCell {}

    /** A date with a time, where the table's readers are. */
    record TimeCell(LocalDateTime time) implements TableCell {}

    /** Nothing. */
    record EmptyCell() implements TableCell {}

    /** A cell with a value as it is: a whole number, or a text, which may be empty. */
    static TableCell of(Object value) {
        if (value instanceof Number number) {
            return new NumberCell(number.longValue());
        }
        var text = value.toString();
        return text.isEmpty() ? new EmptyCell() : new TextCell(text);
    }
}
