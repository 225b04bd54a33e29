package io.ledger.core.stream;

import io.ledger.core.request.IdempotentRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Events to be recorded together, all or none, in one stream or in several of the same log.
 *
 * @param streams at least one, each stream once
 * @param conditions under which they may be recorded, besides the versions of the streams
 * @param request the request they follow from, to be recorded with them; its answer is the first stream's
 */
public record Append(
        List<StreamAppend<?, ?>> streams, List<AppendCondition> conditions, Optional<IdempotentRequest> request) {

    /** How many conditions an append may have. */
    public static final int MAX_CONDITIONS = 16;

    /** @throws IllegalArgumentException when there is no stream, one twice, or too many conditions */
    public Append {
        streams = List.copyOf(streams);
        conditions = List.copyOf(conditions);
        if (conditions.size() > MAX_CONDITIONS) {
            throw new IllegalArgumentException("An append has at most " + MAX_CONDITIONS + " conditions");
        }
        if (streams.isEmpty()) {
            throw new IllegalArgumentException("An append has at least one stream");
        }
        var ids = new HashSet<String>();
        if (!streams.stream().allMatch(append -> ids.add(append.stream().id()))) {
            throw new IllegalArgumentException("An append has each stream once");
        }
    }

    /** Events without further conditions. */
    public Append(List<StreamAppend<?, ?>> streams, Optional<IdempotentRequest> request) {
        this(streams, List.of(), request);
    }

    /** Events of one stream. */
    public Append(StreamAppend<?, ?> stream, Optional<IdempotentRequest> request) {
        this(List.of(stream), List.of(), request);
    }

    /** Events that follow from a request without an idempotency key. */
    public Append(StreamAppend<?, ?> stream) {
        this(stream, Optional.empty());
    }

    /** The stream that the request is about. */
    public StreamAppend<?, ?> first() {
        return streams.getFirst();
    }

    /** How many events there are. */
    public int size() {
        return streams.stream().mapToInt(append -> append.events().size()).sum();
    }
}
