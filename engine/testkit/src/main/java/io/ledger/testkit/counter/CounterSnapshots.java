package io.ledger.testkit.counter;

import io.ledger.core.StreamId;
import io.ledger.core.decide.StateCodec;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** How states of counters are stored in snapshots. */
public final class CounterSnapshots implements StateCodec<Counter> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public String encode(StreamId stream, int version, Counter counter) {
        return JSON.createObjectNode()
                .put("schema_version", 1)
                .put("counter_id", stream.id())
                .put("version", version)
                .put("name", counter.name())
                .put("total", counter.total())
                .put("closed", counter.closed())
                .toString();
    }

    @Override
    public Optional<Counter> decode(StreamId stream, int version, String json) {
        try {
            var node = JSON.readTree(json);
            var counter = new Counter(
                    node.path("name").asString(""),
                    node.path("total").asLong(-1),
                    node.path("closed").asBoolean(false));
            return encode(stream, version, counter).equals(node.toString()) ? Optional.of(counter) : Optional.empty();
        } catch (JacksonException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public String describe(Counter counter) {
        return "\"%s\", total %d%s".formatted(counter.name(), counter.total(), counter.closed() ? ", closed" : "");
    }
}
