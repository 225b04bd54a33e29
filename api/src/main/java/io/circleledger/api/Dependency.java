package io.circleledger.api;

import java.util.Map;
import java.util.function.Supplier;

/**
 * Something this server cannot do its work without.
 *
 * @param name its role, as a reader of the documentation knows it
 * @param check finds out how it is; may be slow or throw, which both mean down
 */
public record Dependency(String name, Supplier<Health> check) {

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

        /** It does not; {@code reason} is a short phrase that may be shown to anybody. */
        record Down(String reason, Map<String, Object> figures) implements Health {

            /** Nothing is counted. */
            public Down(String reason) {
                this(reason, Map.of());
            }
        }
    }
}
