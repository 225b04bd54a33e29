package io.ledger.projection.check;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** What a verification has found: each told as it comes, the first ones of each kind, all counted. */
public final class Findings {

    /** What kinds of things may not be in order. */
    public enum Kind {
        LOG("the log"),
        SNAPSHOT("snapshots"),
        READ_MODEL("the read model");

        private final String name;

        Kind(String name) {
            this.name = name;
        }

        /** How a report calls it. */
        public String title() {
            return name;
        }
    }

    private final Consumer<String> lines;
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

    public Findings(Consumer<String> lines) {
        this.lines = lines;
    }

    void add(Kind kind, String text) {
        var count = counts.merge(kind, 1L, Long::sum);
        if (count <= CheckLimits.TOLD) {
            lines.accept(text);
        } else if (count == CheckLimits.TOLD + 1) {
            lines.accept("… more of " + kind.title() + " is only counted");
        }
    }

    /** How many there are of a kind. */
    public long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    public boolean isEmpty() {
        return counts.isEmpty();
    }
}
