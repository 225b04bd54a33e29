package io.ledger.mariadb;

import io.ledger.core.decide.EncodedEvent;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings the payloads of stored events up to date, for the codecs of events that are stored as JSON.
 *
 * <p>A change of an event's shape raises its schema version and comes with an {@link Upcaster} for the version before.
 */
public final class Upcasters {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Those of each event type, from version 1 on. */
    private final Map<String, List<Upcaster>> upcasters;

    /** @throws IllegalArgumentException when the versions of an event type have a gap, or one has two upcasters */
    public Upcasters(List<Upcaster> upcasters) {
        this.upcasters = upcasters.stream()
                .sorted(Comparator.comparingInt(Upcaster::fromVersion))
                .collect(Collectors.groupingBy(Upcaster::eventType, Collectors.toUnmodifiableList()));
        this.upcasters.forEach((eventType, ofType) -> {
            var versions = ofType.stream().map(Upcaster::fromVersion).toList();
            if (!versions.equals(
                    IntStream.rangeClosed(1, versions.size()).boxed().toList())) {
                throw new IllegalArgumentException(
                        "The upcasters of %s are from the versions %s and must be from 1 on, one each"
                                .formatted(eventType, versions));
            }
        });
    }

    /** The schema version that events of a type are written in. */
    public int currentVersion(String eventType) {
        return ofType(eventType).size() + 1;
    }

    private List<Upcaster> ofType(String eventType) {
        return upcasters.getOrDefault(eventType, List.of());
    }

    /**
     * The payload as the current schema version has it; an old one is made a tree and rewritten.
     *
     * @throws UnreadablePayloadException when its version is unknown, or an old payload is no object
     * @throws JacksonException when the payload is not JSON
     */
    public JsonParser current(EncodedEvent encoded) {
        var wanted = currentVersion(encoded.eventType());
        if (encoded.schemaVersion() == wanted) {
            return parser(encoded);
        }
        if (encoded.schemaVersion() < 1 || encoded.schemaVersion() > wanted) {
            throw new UnreadablePayloadException("%s has schema version %d and this server reads 1 to %d"
                    .formatted(encoded.eventType(), encoded.schemaVersion(), wanted));
        }
        var missing = ofType(encoded.eventType()).subList(encoded.schemaVersion() - 1, wanted - 1);
        if (missing.stream().allMatch(Upcaster::keepsPayload)) {
            return parser(encoded);
        }
        if (!(JSON.readTree(encoded.payload()) instanceof ObjectNode payload)) {
            throw new UnreadablePayloadException("the payload is not a JSON object");
        }
        for (var upcaster : missing) {
            payload = upcaster.rewrite().apply(payload);
        }
        return JSON.treeAsTokens(payload);
    }

    /** Without what a mapper would bring along to make objects. */
    private static JsonParser parser(EncodedEvent encoded) {
        return JSON.tokenStreamFactory().createParser(ObjectReadContext.empty(), encoded.payload());
    }
}
