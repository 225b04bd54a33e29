package io.ledger.office;

/**
 * By what a row without an id is matched.
 *
 * @param text equal for what people take for the same
 * @param field that it comes from
 * @param isSure whether a thing with the same key is what the row means; if not, somebody has to say so
 */
public record RowKey(String text, String field, boolean isSure) {}
