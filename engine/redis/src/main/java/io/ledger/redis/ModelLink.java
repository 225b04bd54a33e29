package io.ledger.redis;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.document.Document;
import io.lettuce.core.RedisException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one read model, with the keys that it has there.
 *
 * <p>An answer says which generation is live, so nobody asks for that before. Whoever asked for another one asks once
 * more, which happens with the first call after a switch.
 */
final class ModelLink<V extends Document> {

    private final RedisLink link;
    private final RedisReadModel<V> model;
    private final GenerationChoice generation;
    private final KeySpace bare;
    private final KeySpace tagged;

    ModelLink(RedisLink link, RedisReadModel<V> model, GenerationChoice generation) {
        this.link = link;
        this.model = model;
        this.generation = generation;
        this.bare = new KeySpace(model, false);
        this.tagged = new KeySpace(model, true);
    }

    /** The same connection for another generation. */
    ModelLink<V> with(GenerationChoice other) {
        return new ModelLink<>(link, model, other);
    }

    RedisReadModel<V> model() {
        return model;
    }

    GenerationChoice generation() {
        return generation;
    }

    KeySpace keys(RedisConnection connection) {
        return connection.isCluster() ? tagged : bare;
    }

    /** An answer, and what the pointer said with it. */
    record PointedRead<T>(@Nullable String pointer, T value) {}

    /**
     * Asks something of the generation that is wanted.
     *
     * @throws StoreUnavailableException when Redis does not answer
     */
    <T> T read(BiFunction<RedisConnection, GenerationKeys, PointedRead<T>> question) {
        return link.call(connection -> {
            for (var attempt = 0; attempt < RedisLimits.SWITCHES_FOLLOWED; attempt++) {
                var asked = generation.number();
                var reading = question.apply(connection, keys(connection).generation(asked));
                if (generation.isOf(asked, reading.pointer())) {
                    return reading.value();
                }
            }
            throw new RedisException("another read model became the live one each time it was asked");
        });
    }

    /**
     * Does something with a generation, whichever is live.
     *
     * @throws StoreUnavailableException when Redis does not answer
     */
    <T> T at(long number, BiFunction<RedisConnection, GenerationKeys, T> work) {
        return link.call(connection -> work.apply(connection, keys(connection).generation(number)));
    }

    /**
     * Does something with the keys that all generations share.
     *
     * @throws StoreUnavailableException when Redis does not answer
     */
    <T> T shared(BiFunction<RedisConnection, KeySpace, T> work) {
        return link.call(connection -> work.apply(connection, keys(connection)));
    }
}
