package io.ledger.server.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log to standard error, the lines of requests of one moment with one call.
 *
 * <p>Such a call, and the hand-over to a thread that makes it, cost half as much as to answer a request from memory. So the
 * lines of one logger wait up to {@link #LONGEST_WAIT} for others to be written with. Every other line is written at once,
 * and what waits before it: the log keeps its order, and what is said before an end is there. A process that is killed
 * takes the lines that wait with it.
 */
public final class StandardErrorAppender extends OutputStreamAppender<ILoggingEvent> {

    /** How long a line waits for others. */
    public static final Duration LONGEST_WAIT = Duration.ofMillis(10);

    /** Lines that wait; whoever logs more writes them. */
    public static final int BUFFER_BYTES = 64 * 1024;

    private String grouped = "";
    private volatile boolean isWaiting;
    private @Nullable Thread writer;

    /** The name of the logger whose lines may wait for each other. */
    public void setGrouped(String grouped) {
        this.grouped = grouped;
    }

    @Override
    public void start() {
        setImmediateFlush(false);
        setOutputStream(new BufferedOutputStream(ConsoleTarget.SystemErr.getStream(), BUFFER_BYTES));
        writer = Thread.ofPlatform().daemon().name("log").start(this::writeLater);
        super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        super.append(event);
        if (!event.getLoggerName().equals(grouped)) {
            write();
        } else if (!isWaiting) {
            isWaiting = true;
            LockSupport.unpark(writer);
        }
    }

    private void writeLater() {
        while (!Thread.interrupted()) {
            if (isWaiting) {
                LockSupport.parkNanos(LONGEST_WAIT.toNanos());
                isWaiting = false;
                write();
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void write() {
        streamWriteLock.lock();
        try {
            var out = getOutputStream();
            if (out != null) {
                out.flush();
            }
        } catch (IOException failure) {
            addError("The log could not be written", failure);
        } finally {
            streamWriteLock.unlock();
        }
    }

    /** Writes what waits. */
    @Override
    public void stop() {
        super.stop();
        if (writer != null) {
            writer.interrupt();
        }
    }
}
