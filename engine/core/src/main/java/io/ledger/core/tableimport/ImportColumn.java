package io.ledger.core.tableimport;

import java.util.Optional;

/**
 * A column of a table that is imported.
 *
 * @param index its place, from 0
 * @param heading what stands above it
 * @param field what it is for, empty when that is nothing
 */
public record ImportColumn(int index, String heading, Optional<String> field) {}
