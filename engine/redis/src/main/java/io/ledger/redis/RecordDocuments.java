package io.ledger.redis;

import io.ledger.core.StreamId;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentCodec;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Documents that are records, as JSON objects with the components in their order.
 *
 * <p>Their names come from the code, which is no harm to documents: they can be made from the log again, and one with other
 * components than the record has now counts as missing.
 */
public final class RecordDocuments<V extends Record & Document> implements DocumentCodec<V> {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Class<V> type;

    public RecordDocuments(Class<V> type) {
        this.type = type;
    }

    @Override
    public String encode(V document) {
        return JSON.writeValueAsString(document);
    }

    @Override
    public Optional<V> decode(StreamId id, String text) {
        try {
            return Optional.ofNullable(JSON.readValue(text, type))
                    .filter(document ->
                            document.id().equals(id.id()) && encode(document).equals(text));
        } catch (JacksonException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
