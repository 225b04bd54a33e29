package io.ledger.core.document;

import io.ledger.core.log.GlobalPosition;

/**
 * A projection, as seen by a reader that waits for its read model.
 *
 * <p>A projection may rest between its steps, to do more in each of them. A reader that waits can end the rest.
 */
public interface Projection {

    /** A projection of which nothing is known; it cannot be woken. */
    Projection NONE = new Projection() {

        @Override
        public GlobalPosition goal() {
            return GlobalPosition.START;
        }

        @Override
        public void hurry() {
            // There is nobody to wake.
        }
    };

    /** The last position that this server knows to be in the log; the log may have later ones. */
    GlobalPosition goal();

    /** Starts the next step at once, if possible. Returns without waiting for it. */
    void hurry();
}
