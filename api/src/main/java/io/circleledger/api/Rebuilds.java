package io.circleledger.api;

import io.ledger.core.log.GlobalPosition;
import java.time.Instant;

/** Building the read model anew from the log, in the background of this server: one at a time. */
public interface Rebuilds {

    /** The rebuild that is at work, or the last one since the start. */
    sealed interface State {

        /** There was none. */
        record None() implements State {}

        /**
         * It is at work.
         *
         * @param work what it does now
         * @param done how much of that
         */
        record Running(Instant startedAt, Work work, long done, long total) implements State {}

        /** It has come to its end. */
        record Ended(Instant startedAt, Instant endedAt, Result result) implements State {}
    }

    /** What a rebuild does, in this order. */
    enum Work {
        BUILDING,
        COMPARING,
        SWITCHING
    }

    /** What became of a rebuild. Only the first one has changed what is read. */
    sealed interface Result {

        /**
         * The new read model is read.
         *
         * @param at the position of the log that it had then
         * @param changed circles that readers see change
         */
        record Switched(GlobalPosition at, long changed) implements Result {}

        /** Too many of the circles would change. */
        record Refused(long changed, long circles) implements Result {}

        /** Another server or tool is at it. */
        record Busy() implements Result {}

        /** Something stands in the way. */
        record Prevented(String reason) implements Result {}

        /** The servers' projections were ahead each time. */
        record Outrun() implements Result {}

        /** It broke off. */
        record Failed(String reason) implements Result {}
    }

    /** Begins; false when one is at work in this server. */
    boolean begin();

    State state();
}
