package io.ledger.office;

import java.util.List;

/**
 * A field that rows of an import may have.
 *
 * @param name in the words of the API
 * @param isRequired whether whatever is new needs it
 * @param headings what people write above such a column, the likelier first
 */
public record ImportField(String name, boolean isRequired, List<String> headings) {

    public ImportField {
        headings = List.copyOf(headings);
    }
}
