package io.ledger.tables;

/** What came of reading a file: its table, or why there is none. */
public sealed interface TableReading {

    /** The file has this table. */
    record Read(Table table) implements TableReading {}

    /** The file was not read; {@code detail} says what it is and what to do, in a sentence or two. */
    record UnreadableTable(TableFault fault, String detail) implements TableReading {}
}
