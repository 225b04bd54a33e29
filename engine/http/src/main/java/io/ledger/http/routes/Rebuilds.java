package io.ledger.http.routes;

import io.ledger.core.log.GlobalPosition;
import java.time.Instant;

/** Building the read model anew from the log, in the background of this server: one at a time. */
public interface Rebuilds {

    /** The rebuild that is at work, or the last one since the start. */
    sealed interface RebuildState {

        /** There was none. */
        record NoRebuild() implements RebuildState {}

        /**
         * It is at work.
         *
         * @param work what it does now
         * @param done how much of that
         */
        record OngoingRebuild(Instant startedAt, RebuildStage work, long done, long total) implements RebuildState {}

        /** It has come to its end. */
        record EndedRebuild(Instant startedAt, Instant endedAt, RebuildResult result) implements RebuildState {}
    }

    /** What a rebuild does, in this order. */
    enum RebuildStage {
        BUILDING,
        COMPARING,
        SWITCHING
    }

    /** What became of a rebuild. Only the first one has changed what is read. */
    sealed interface RebuildResult {

        /**
         * The new read model is read.
         *
         * @param at the position of the log that it had then
         * @param changed documents that readers see change
         */
        record ModelSwitch(GlobalPosition at, long changed) implements RebuildResult {}

        /** Too many of the documents would change. */
        record TooManyChanges(long changed, long documents) implements RebuildResult {}

        /** Another server or tool is at it. */
        record OtherRebuild() implements RebuildResult {}

        /** Something stands in the way. */
        record Obstacle(String reason) implements RebuildResult {}

        /** The servers' projections were ahead each time. */
        record LostRace() implements RebuildResult {}

        /** It broke off. */
        record Breakdown(String reason) implements RebuildResult {}
    }

    /** Begins; false when one is at work in this server. */
    boolean begin();

    RebuildState state();
}
