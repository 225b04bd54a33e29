package io.ledger.core.stream;

import io.ledger.core.StreamId;
import java.util.Optional;

/**
 * Remembers the states of streams that were recently read or changed at this server, a bounded number of them.
 *
 * <p>A remembered state may be behind the log, because another server may have appended since. So use it only where the
 * result is checked later, as the event store checks an append.
 *
 * <p>When the log turns out to have another history, everything is forgotten and a new <em>era</em> begins. A reader or
 * writer of the log takes the era first; a state from an earlier era is not remembered.
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

    /** The current era; take it before you read the log or append to it. */
    long era();

    /**
     * Remembers a state, unless a later version of its stream is remembered already. It replaces one of the same
     * version.
     *
     * @param era the era in which the log was read; nothing is remembered when it has ended
     */
    void remember(Versioned<S> latest, long era);

    /** Forgets a stream that turned out to be behind. */
    void forget(StreamId id);

    /** Forgets all states and begins a new era. */
    void forgetAll();
}
