package io.ledger.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.codec.Base16;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A script that Redis runs as one atomic step; sent by its digest, whole when Redis lost it.
 *
 * @param <T> what it answers, which the output type decides
 */
final class RedisScript<T> {

    private final String text;
    private final String digest;
    private final ScriptOutputType output;

    private RedisScript(String text, ScriptOutputType output) {
        this.text = text;
        this.digest = Base16.digest(text.getBytes(StandardCharsets.UTF_8));
        this.output = output;
    }

    /** Reads a script that may use what {@code model.lua} defines. */
    static <T> RedisScript<T> of(String name, ScriptOutputType output) {
        return new RedisScript<>(resource("model.lua") + resource(name), output);
    }

    /** Reads a script that is about no model. */
    static <T> RedisScript<T> alone(String name, ScriptOutputType output) {
        return new RedisScript<>(resource(name), output);
    }

    private static String resource(String name) {
        try (var in = RedisScript.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The script " + name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @param keys of one hash slot; in a cluster they say which server runs it */
    T run(RedisConnection connection, String[] keys, String... arguments) {
        return run(connection.sync(), keys, arguments);
    }

    /** The same at one certain server. */
    T run(RedisClusterCommands<String, String> commands, String[] keys, String... arguments) {
        try {
            return commands.evalsha(digest, output, keys, arguments);
        } catch (RedisNoScriptException _) {
            return commands.eval(text, output, keys, arguments);
        }
    }
}
