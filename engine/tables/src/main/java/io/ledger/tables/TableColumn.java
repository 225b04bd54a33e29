package io.ledger.tables;

import java.util.Optional;

/**
 * A column of a table.
 *
 * @param index its place, from 0
 * @param heading what stands above it; its letters in Excel where the table has no headings
 * @param field the {@linkplain TableField#name name} of the field it is for, if it is for one
 */
public record TableColumn(int index, String heading, Optional<String> field) {

    /** Returns what Excel calls a column: A, B, …, Z, AA. */
    static String letters(int index) {
        var letters = new StringBuilder();
        for (int left = index + 1; left > 0; left = (left - 1) / 26) {
            letters.insert(0, (char) ('A' + (left - 1) % 26));
        }
        return letters.toString();
    }
}
