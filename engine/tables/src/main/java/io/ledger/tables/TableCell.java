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
}
