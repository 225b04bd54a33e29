package io.ledger.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a program that are to be closed, in the order opposite to the one they were started in. */
public final class PartStack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PartStack.class);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    /** Takes a part to close later, and hands it back. */
    public synchronized <T extends AutoCloseable> T add(T part) {
        started.push(part);
        return part;
    }

    /** Closes them, the last started first; a failure is logged and keeps none of the others. Later calls do nothing. */
    @Override
    public synchronized void close() {
        while (!started.isEmpty()) {
            var part = started.pop();
            try {
                part.close();
            } catch (Exception failure) {
                LOG.atError()
                        .setCause(failure)
                        .addKeyValue("part", part.getClass().getSimpleName())
                        .log("stop failed");
            }
        }
    }
}
