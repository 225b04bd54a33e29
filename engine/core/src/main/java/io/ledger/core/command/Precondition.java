package io.ledger.core.command;

import io.ledger.core.stream.ExpectedVersion;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A precondition of a change: the versions of the stream that the caller accepts. */
public sealed interface Precondition {

    /** Whether a stream of this version may be changed; never asked about one that does not exist. */
    boolean takes(int version);

    /** It has the version that the caller has read. */
    record Exactly(ExpectedVersion version) implements Precondition {

        @Override
        public boolean takes(int other) {
            return version.value() == other;
        }
    }

    /** It has one of these versions, and is never changed when there are none. */
    record AnyOf(SortedSet<Integer> versions) implements Precondition {

        public AnyOf {
            versions = new TreeSet<>(versions);
        }

        @Override
        public boolean takes(int version) {
            return versions.contains(version);
        }
    }

    /** It exists. */
    record AnyVersion() implements Precondition {

        @Override
        public boolean takes(int version) {
            return true;
        }
    }

    /** The precondition as part of a request's fingerprint; it never changes. */
    default String text() {
        return switch (this) {
            case Exactly(var version) -> "ExpectedVersion[value=" + version.value() + "]";
            case AnyOf(var versions) ->
                versions.stream().map(String::valueOf).collect(Collectors.joining(",", "AnyOf[", "]"));
            case AnyVersion() -> "AnyVersion";
        };
    }
}
