package io.ledger.mariadb;

import io.ledger.core.decide.EncodedEvent;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings the payloads of stored events up to date, for the codecs of events that are stored as JSON.
 *
 * <p>A change of an event's shape raises its schema version and comes with an {@link Upcaster} for the version before.
 */
public final class Upcasters {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<Upcaster> upcasters;

    /** @throws IllegalArgumentException when the versions of an event type have a gap, or one has two upcasters */
    public Upcasters(List<Upcaster> upcasters) {
        this.upcasters = List.copyOf(upcasters);
        for (var upcaster : this.upcasters) {
            var versions = this.upcasters.stream()
                    .filter(other -> other.eventType().equals(upcaster.eventType()))
                    .map(Upcaster::fromVersion)
                    .sorted()
                    .toList();
            if (!versions.equals(
                    IntStream.rangeClosed(1, versions.size()).boxed().toList())) {
                throw new IllegalArgumentException(
                        "The upcasters of %s are from the versions %s and must be from 1 on, one each"
                                .formatted(upcaster.eventType(), versions));
            }
        }
    }

    /** The schema version that events of a type are written in. */
    public int currentVersion(String eventType) {
        var version = 1;
        for (var upcaster : upcasters) {
            version += upcaster.eventType().equals(eventType) ? 1 : 0;
        }
        return version;
    }

    /**
     * The payload as the current schema version has it; an old one is made a tree and rewritten.
     *
     * @throws UnreadablePayloadException when its version is unknown, or an old payload is no object
     * @throws JacksonException when the payload is not JSON
     */
    public JsonParser current(EncodedEvent encoded) {
        var wanted = currentVersion(encoded.eventType());
        if (encoded.schemaVersion() < 1 || encoded.schemaVersion() > wanted) {
            throw new UnreadablePayloadException("%s has schema version %d and this server reads 1 to %d"
                    .formatted(encoded.eventType(), encoded.schemaVersion(), wanted));
        }
        if (IntStream.range(encoded.schemaVersion(), wanted)
                .allMatch(version -> upcaster(encoded.eventType(), version).keepsPayload())) {
            return JSON.createParser(encoded.payload());
        }
        if (!(JSON.readTree(encoded.payload()) instanceof ObjectNode payload)) {
            throw new UnreadablePayloadException("the payload is not a JSON object");
        }
        for (var version = encoded.schemaVersion(); version < wanted; version++) {
            payload = upcaster(encoded.eventType(), version).rewrite().apply(payload);
        }
        return JSON.treeAsTokens(payload);
    }

    private Upcaster upcaster(String eventType, int fromVersion) {
        return upcasters.stream()
                .filter(upcaster -> upcaster.eventType().equals(eventType) && upcaster.fromVersion() == fromVersion)
                .findFirst()
                .orElseThrow(() -> new UnreadablePayloadException(
                        "no upcaster takes %s from version %d".formatted(eventType, fromVersion)));
    }
}
