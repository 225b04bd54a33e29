package io.ledger.office;

import java.util.Map;

/**
 * Something that is there already, as an import compares with it.
 *
 * @param values by field, each in its usual form
 */
public record KnownRecord(String id, int version, Map<String, String> values) {

    public KnownRecord {
        values = Map.copyOf(values);
    }
}
