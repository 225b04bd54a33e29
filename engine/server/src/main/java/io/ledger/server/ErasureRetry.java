package io.ledger.server;

import io.ledger.core.person.PersonErasure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes on, again and again, with erasures that were begun and not ended, because a server died or a store was away. */
public final class ErasureRetry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ErasureRetry.class);

    /** Between two looks; the first one is at the start. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    private final PersonErasure erasure;
    private @Nullable Thread thread;

    public ErasureRetry(PersonErasure erasure) {
        this.erasure = erasure;
    }

    /** Starts to look. */
    public void start() {
        thread = Thread.ofVirtual().name("erasures").start(this::run);
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                erasure.resume();
            } catch (RuntimeException failure) {
                LOG.atWarn().addKeyValue("error", failure.getMessage()).log("an erasure waits for its next try");
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    @Override
    public void close() {
        var started = thread;
        if (started == null) {
            return;
        }
        started.interrupt();
        try {
            started.join(STOP_WAIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
