package io.ledger.core.document;

import io.ledger.core.log.GlobalPosition;

/**
 * A projection as somebody sees it who waits for its read model.
 *
 * <p>A projection may rest between its steps, to do more in each of them. Whoever waits should not wait
 * for that too.
 */
public interface Projection {

    /** One of which nothing is known. */
    Projection NONE = new Projection() {

        @Override
        public GlobalPosition goal() {
            return GlobalPosition.START;
        }

        @Override
        public void hurry() {
            // It takes its steps as it likes.
        }
    };

    /** The last position that is known here to be in the log; the log may go on. */
    GlobalPosition goal();

    /** Has the next step taken at once. Returns without waiting for it, and promises nothing. */
    void hurry();
}
