package io.ledger.mariadb.backup;

import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import java.time.DateTimeException;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a backup says about itself in its second line.
 *
 * @param schema the number of the last migration that its tables had
 * @param end the last event in it
 */
public record BackupHeader(int schema, LogPlace end, Instant madeAt) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    String encode() {
        return JSON.writeValueAsString(JSON.createObjectNode()
                .put("made_at", madeAt.toString())
                .put("schema", schema)
                .put("head", end.position().value())
                .put("last_event_id", end.eventId()));
    }

    /** @param name what the file is called in messages */
    static BackupHeader decode(String line, String name) {
        try {
            var node = JSON.readTree(line);
            return new BackupHeader(
                    node.required("schema").asInt(),
                    new LogPlace(
                            new GlobalPosition(node.required("head").asLong()),
                            node.required("last_event_id").asString()),
                    Instant.parse(node.required("made_at").asString()));
        } catch (JacksonException | DateTimeException | IllegalArgumentException unreadable) {
            throw new UnusableBackupException(
                    name
                            + " is damaged: what it says about itself cannot be read; copy it again from where it was made, or use another one",
                    unreadable);
        }
    }
}
