package io.ledger.http.server;

import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.answer.ServerProblem;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** So many requests are in work at once; others wait for their turn, and not for long. */
final class Turns {

    private final int atOnce;
    private final Duration wait;
    private final Semaphore free;

    /** @param wait how long a request waits for its turn, until it is refused */
    Turns(int atOnce, Duration wait) {
        this.atOnce = atOnce;
        this.wait = wait;
        this.free = new Semaphore(atOnce);
    }

    /** @throws Refusal when nobody's turn ended in time */
    <T> T take(Supplier<T> work) {
        if (!isItsTurn()) {
            throw new Refusal(Problem.of(
                            ServerProblem.SERVER_BUSY,
                            "More than %d such requests are in work at once; try again in a moment.".formatted(atOnce))
                    .retryLater());
        }
        try {
            return work.get();
        } finally {
            free.release();
        }
    }

    private boolean isItsTurn() {
        try {
            return free.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
