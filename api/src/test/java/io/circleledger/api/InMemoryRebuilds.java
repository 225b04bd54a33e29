package io.circleledger.api;

import java.time.Instant;

/** Rebuilds that go on until a test ends them. */
final class InMemoryRebuilds implements Rebuilds {

    private static final Instant START = Instant.parse("2026-04-01T09:00:00Z");

    private State state = new State.None();

    @Override
    public synchronized boolean begin() {
        if (state instanceof State.Running) {
            return false;
        }
        state = new State.Running(START, Work.BUILDING, 0, 0);
        return true;
    }

    @Override
    public synchronized State state() {
        return state;
    }

    synchronized void reach(Work work, long done, long total) {
        state = new State.Running(START, work, done, total);
    }

    synchronized void end(Result result) {
        state = new State.Ended(START, START.plusSeconds(1), result);
    }
}
