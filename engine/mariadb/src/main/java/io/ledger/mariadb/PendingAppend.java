package io.ledger.mariadb;

import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult;
import java.util.concurrent.locks.LockSupport;

/** An append that somebody waits for: waiting, then taken by a writer, then settled once. */
final class PendingAppend {

    private sealed interface State {}

    private enum Open implements State {
        WAITING,
        TAKEN
    }

    private record Settled(AppendResult result) implements State {}

    private record Failed(RuntimeException failure) implements State {}

    private final Append append;
    private final Thread owner = Thread.currentThread();
    private volatile State state = Open.WAITING;

    PendingAppend(Append append) {
        this.append = append;
    }

    Append append() {
        return append;
    }

    /** Begins the writing; false when the owner does not wait for it any more. */
    boolean take() {
        return become(Open.WAITING, Open.TAKEN);
    }

    /** Ends the waiting before any writing; false when a writer has it. */
    boolean withdraw(RuntimeException reason) {
        return become(Open.WAITING, new Failed(reason));
    }

    /** Tells the owner what became of it; only the first word counts. */
    void settle(AppendResult result) {
        settle(new Settled(result));
    }

    /** Tells the owner that it failed; only the first word counts. */
    void fail(RuntimeException failure) {
        settle(new Failed(failure));
    }

    private void settle(State outcome) {
        if (become(Open.TAKEN, outcome)) {
            LockSupport.unpark(owner);
        }
    }

    private synchronized boolean become(State from, State to) {
        if (!state.equals(from)) {
            return false;
        }
        state = to;
        return true;
    }

    boolean isTaken() {
        return state.equals(Open.TAKEN);
    }

    boolean isSettled() {
        return !(state instanceof Open);
    }

    /** Has the owner look again whether it should write. */
    void wake() {
        LockSupport.unpark(owner);
    }

    /** What became of it, once it is settled. */
    AppendResult result() {
        return switch (state) {
            case Settled(var result) -> result;
            case Failed(var failure) -> throw failure;
            case Open open -> throw new IllegalStateException("The append is still " + open);
        };
    }
}
