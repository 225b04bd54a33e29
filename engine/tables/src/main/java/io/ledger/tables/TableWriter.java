package io.ledger.tables;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;

/** Writes tables into files that offices open as they are. */
public interface TableWriter {

    /** The media type of the file. */
    String mediaType();

    /** The same, with the character set of a text. */
    default String contentType() {
        return mediaType();
    }

    /** What the name of the file ends in, without a dot. */
    String fileSuffix();

    /**
     * Writes a table, row by row as they come, and flushes the stream but does not close it.
     *
     * @param rows the rows, each with a cell for each heading
     */
    void write(OutputStream out, List<String> headings, Iterator<? extends List<TableCell>> rows) throws IOException;
}
