package io.circleledger.bench;

import java.io.PrintStream;
import java.util.Locale;

/** Says on standard error what is going on, with the time since the start. */
@SuppressWarnings("AnnotateFormatMethod") // Its annotation is in a library that nothing else here needs.
public final class MeasurementProgress {

    private final long startNanos = System.nanoTime();
    private final PrintStream out;

    public MeasurementProgress(PrintStream out) {
        this.out = out;
    }

    public void say(String format, Object... values) {
        var seconds = (System.nanoTime() - startNanos) / 1_000_000_000;
        out.printf(Locale.ROOT, "bench %3d:%02d  %s%n", seconds / 60, seconds % 60, format.formatted(values));
        out.flush();
    }

    public long seconds() {
        return (System.nanoTime() - startNanos) / 1_000_000_000;
    }
}
