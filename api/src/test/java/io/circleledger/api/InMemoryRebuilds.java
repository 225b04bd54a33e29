package io.circleledger.api;

import io.ledger.http.routes.Rebuilds;
import java.time.Instant;

/** Rebuilds that go on until a test ends them. */
final class InMemoryRebuilds implements Rebuilds {

    private static final Instant START = Instant.parse("2026-04-01T09:00:00Z");

    private RebuildState state = new RebuildState.NoRebuild();

    @Override
    public synchronized boolean begin() {
        if (state instanceof RebuildState.OngoingRebuild) {
            return false;
        }
        state = new RebuildState.OngoingRebuild(START, RebuildStage.BUILDING, 0, 0);
        return true;
    }

    @Override
    public synchronized RebuildState state() {
        return state;
    }

    synchronized void reach(RebuildStage work, long done, long total) {
        state = new RebuildState.OngoingRebuild(START, work, done, total);
    }

    synchronized void end(RebuildResult result) {
        state = new RebuildState.EndedRebuild(START, START.plusSeconds(1), result);
    }
}
