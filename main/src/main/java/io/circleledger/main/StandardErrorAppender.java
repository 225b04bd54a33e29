package io.circleledger.main;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log to standard error, the lines of requests of one moment with one call.
 *
 * <p>Such a call costs about as much as answering a request from memory does. So the lines of one
 * logger wait up to {@code WAIT} for others to be written with. Every other line is written at once, and
 * what waits before it: the log keeps its order, and what is said before an end is there. A process that is killed
 * takes the lines that wait with it.
 */
public final class StandardErrorAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    /** How long a line waits for others. */
    static final Duration WAIT = Duration.ofMillis(10);

    /** Lines that wait; whoever logs more writes them. */
    static final int BUFFER_BYTES = 64 * 1024;

    private final PrintStream out;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition begun = lock.newCondition();
    private final byte[] waiting = new byte[BUFFER_BYTES];
    private int size;

    private @Nullable Encoder<ILoggingEvent> encoder;
    private String grouped = "";
    private @Nullable Thread writer;

    /** Made by Logback, as its configuration says. */
    public StandardErrorAppender() {
        this(System.err);
    }

    StandardErrorAppender(PrintStream out) {
        this.out = out;
    }

    /** Makes a line of an event. */
    public void setEncoder(Encoder<ILoggingEvent> encoder) {
        this.encoder = encoder;
    }

    /** The name of the logger whose lines may wait for each other. */
    public void setGrouped(String grouped) {
        this.grouped = grouped;
    }

    @Override
    public void start() {
        super.start();
        writer = Thread.ofPlatform().daemon().name("log").start(this::writeLater);
    }

    @Override
    protected void append(ILoggingEvent event) {
        var form = encoder;
        if (form == null) {
            addError("The appender " + getName() + " has no encoder");
            return;
        }
        var line = form.encode(event);
        lock.lock();
        try {
            add(line);
            if (!event.getLoggerName().equals(grouped)) {
                write();
            }
        } finally {
            lock.unlock();
        }
    }

    private void add(byte[] line) {
        if (size + line.length > waiting.length) {
            write();
        }
        if (line.length > waiting.length) {
            out.write(line, 0, line.length);
            return;
        }
        if (size == 0) {
            begun.signal();
        }
        System.arraycopy(line, 0, waiting, size, line.length);
        size += line.length;
    }

    private void write() {
        if (size > 0) {
            out.write(waiting, 0, size);
            size = 0;
        }
        out.flush();
    }

    private void writeLater() {
        try {
            while (true) {
                lock.lockInterruptibly();
                try {
                    while (size == 0) {
                        begun.await();
                    }
                } finally {
                    lock.unlock();
                }
                LockSupport.parkNanos(WAIT.toNanos());
                writeNow();
            }
        } catch (InterruptedException _) {
            writeNow();
        }
    }

    private void writeNow() {
        lock.lock();
        try {
            write();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stop() {
        super.stop();
        var running = writer;
        if (running != null) {
            running.interrupt();
        }
        writeNow();
    }
}
