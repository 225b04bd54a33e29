package io.ledger.office;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A field that rows of an import may have.
 *
 * @param name in the words of the API
 * @param isRequired whether whatever is new needs it
 * @param headings what people write above such a column, the likelier first
 * @param shape what its values look like, which tells a column of ids from the numbers that people give their rows
 */
public record ImportField(String name, boolean isRequired, List<String> headings, Optional<Pattern> shape) {

    /** The field with the version that a thing had when a file was written. */
    public static final ImportField VERSION = new ImportField("version", false, List.of("version", "版"));

    private static final Pattern ID_SHAPE = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    public ImportField {
        headings = List.copyOf(headings);
    }

    /** A field of any values. */
    public ImportField(String name, boolean isRequired, List<String> headings) {
        this(name, isRequired, headings, Optional.empty());
    }

    /** A field of ids as this ledger gives them. */
    public static ImportField id(String name, String... headings) {
        return new ImportField(name, false, List.of(headings), Optional.of(ID_SHAPE));
    }
}
