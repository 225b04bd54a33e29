package io.ledger.tables;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A field that a column may be for.
 *
 * @param name what its owner calls it
 * @param headings what people write above such a column, the likelier first; width, case, blanks and remarks in brackets
 *     make no difference
 * @param shape what its values look like, where other columns bear the same heading (people number rows and call that ID);
 *     the column is taken for the field only if one of its values looks so
 */
public record TableField(String name, List<String> headings, Optional<Pattern> shape) {

    public TableField {
        headings = List.copyOf(headings);
    }

    public TableField(String name, List<String> headings) {
        this(name, headings, Optional.empty());
    }
}
