package io.ledger.core.stream;

import io.ledger.core.StreamId;
import java.util.Optional;

/**
 * States as they were when they were last read or changed here, a bounded number of them.
 *
 * <p>What is remembered was true once and may be behind: another server may have appended since. So
 * it may be used only where something else has the last word, as the event store has about an append.
 *
 * <p>When the log turns out to have another history, everything is forgotten and a new <em>era</em> begins. Whoever reads or
 * changes one takes the era first. What comes back from an earlier era is not remembered.
 */
public interface RecentStates<S> {

    /** Remembers nothing. */
    static <S> RecentStates<S> none() {
        return new RecentStates<>() {

            @Override
            public Optional<Versioned<S>> find(StreamId id) {
                return Optional.empty();
            }

            @Override
            public long era() {
                return 0;
            }

            @Override
            public void remember(Versioned<S> latest, long era) {}

            @Override
            public void forget(StreamId id) {}

            @Override
            public void forgetAll() {}
        };
    }

    /** The state as it was, empty when it is not remembered. */
    Optional<Versioned<S>> find(StreamId id);

    /** The present era, to be taken before the log is read or appended to. */
    long era();

    /**
     * Remembers a state, unless a later version of its stream is remembered already; of the same version the last one told.
     *
     * @param era the one in which the log was asked; nothing is remembered when it has ended
     */
    void remember(Versioned<S> latest, long era);

    /** Forgets a stream that turned out to be behind. */
    void forget(StreamId id);

    /** Forgets all states and begins a new era. */
    void forgetAll();
}
