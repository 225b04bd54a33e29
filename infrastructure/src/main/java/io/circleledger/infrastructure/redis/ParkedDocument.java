package io.circleledger.infrastructure.redis;

import io.circleledger.domain.readmodel.ParkedCircle;
import tools.jackson.databind.json.JsonMapper;

/** A parked circle as {@code circles:parked} holds it under the circle's id. */
final class ParkedDocument {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ParkedDocument() {}

    static String encode(ParkedCircle circle) {
        var node = JSON.createObjectNode()
                .put("circle_id", circle.circleId())
                .put("version", circle.version())
                .put("position", circle.position().value())
                .put("reason", circle.reason())
                .put("since", circle.since().toString());
        return JSON.writeValueAsString(node);
    }
}
