package io.ledger.http.routes;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something this server does its work with.
 *
 * @param name its role, as a reader of the documentation knows it
 * @param without what is missing while it is down; empty where nothing is left that is worth a request
 * @param check finds out how it is; may be slow or throw, which both mean down
 */
public record Dependency(String name, Optional<String> without, Supplier<Health> check) {

    /** One that this server cannot do its main work without. */
    public Dependency(String name, Supplier<Health> check) {
        this(name, Optional.empty(), check);
    }

    /**
     * One that most work can be done without.
     *
     * @param without a short phrase that says what goes on and what does not
     */
    public static Dependency helpful(String name, String without, Supplier<Health> check) {
        return new Dependency(name, Optional.of(without), check);
    }

    /** How a dependency is. */
    public sealed interface Health {

        /** What can be counted of it, by name; shown to anybody. */
        Map<String, Object> figures();

        /** It does its work. */
        record Up(Map<String, Object> figures) implements Health {

            /** Nothing is counted. */
            public Up() {
                this(Map.of());
            }
        }

        /** It does its work, and somebody should look after it; {@code reason} as below. */
        record Degraded(String reason, Map<String, Object> figures) implements Health {

            /** Nothing is counted. */
            public Degraded(String reason) {
                this(reason, Map.of());
            }
        }

        /** It does not; {@code reason} is a short phrase that may be shown to anybody. */
        record Down(String reason, Map<String, Object> figures) implements Health {

            /** Nothing is counted. */
            public Down(String reason) {
                this(reason, Map.of());
            }
        }
    }
}
