package io.ledger.core.log;

import java.util.function.Function;

/**
 * An answer and how much of the log is in it.
 *
 * @param completeTo every event up to here is in the answer; later ones may be
 */
public record Complete<T>(GlobalPosition completeTo, T value) {

    public <U> Complete<U> map(Function<? super T, ? extends U> change) {
        return new Complete<>(completeTo, change.apply(value));
    }
}
