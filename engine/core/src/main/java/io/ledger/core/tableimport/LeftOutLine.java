package io.ledger.core.tableimport;

/**
 * A row of a file that is no data, and was left out.
 *
 * @param number as Excel has it
 * @param what it is, in a word
 * @param text the first text in it
 */
public record LeftOutLine(int number, String what, String text) {}
