package io.ledger.core.tableimport;

/**
 * What has become of a row, and why where that is not what was wanted.
 *
 * @param streamId of what it was about, empty when that is nothing
 * @param version of that after it, 0 when there is none
 * @param detail a sentence for whoever reads it, empty when there is nothing to say
 */
public record RowResult(RowEnd end, String streamId, int version, String detail) {}
