package io.circleledger.infrastructure.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A script that Redis runs as one atomic step; sent by its digest, whole when Redis lost it.
 *
 * @param <T> what it answers, which the output type decides
 */
final class RedisScript<T> {

    private static final String[] NO_KEYS = {};

    private final String text;
    private final ScriptOutputType output;

    private RedisScript(String text, ScriptOutputType output) {
        this.text = text;
        this.output = output;
    }

    /** Reads a script that may use what {@code checkpoint.lua} defines. */
    static <T> RedisScript<T> of(String name, ScriptOutputType output) {
        return new RedisScript<>(resource("checkpoint.lua") + resource(name), output);
    }

    /** Reads a script that may use what {@code databases.lua} defines, too. */
    static <T> RedisScript<T> acrossDatabases(String name, ScriptOutputType output) {
        return new RedisScript<>(resource("checkpoint.lua") + resource("databases.lua") + resource(name), output);
    }

    private static String resource(String name) {
        try (var in = RedisScript.class.getResourceAsStream("/redis/" + name)) {
            if (in == null) {
                throw new IllegalStateException("The script " + name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    T run(RedisCommands<String, String> commands, String... arguments) {
        try {
            return commands.evalsha(commands.digest(text), output, NO_KEYS, arguments);
        } catch (RedisNoScriptException _) {
            return commands.eval(text, output, NO_KEYS, arguments);
        }
    }
}
