package io.ledger.tool;

import io.ledger.projection.check.Progress;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a long work is, on standard error: one line that changes on a terminal, a line every few
 * seconds elsewhere.
 */
final class ProgressLine implements Progress {

    private static final Duration ON_TERMINAL = Duration.ofMillis(200);
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);

    private final String program;
    private final PrintStream out;
    private final boolean terminal;
    private String work = "";
    private long startedNanos;
    private long shownNanos;
    private long startedAt;
    private boolean lineIsOpen;

    ProgressLine(String program, PrintStream out, boolean terminal) {
        this.program = program;
        this.out = out;
        this.terminal = terminal;
    }

    static ProgressLine onStandardError(String program) {
        return new ProgressLine(
                program,
                System.err,
                Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .isPresent());
    }

    @Override
    public void at(String what, long done, long total) {
        var now = System.nanoTime();
        if (!what.equals(work)) {
            work = what;
            startedNanos = now;
            startedAt = done;
        } else if (now - shownNanos < (terminal ? ON_TERMINAL : ELSEWHERE).toNanos()) {
            return;
        }
        shownNanos = now;
        var perSecond = (done - startedAt) * 1_000_000_000.0 / Math.max(1, now - startedNanos);
        var text = String.format(
                Locale.ROOT,
                "%s: %s, %d of %d (%d %%)%s",
                program,
                what,
                done,
                total,
                total == 0 ? 100 : 100 * done / total,
                perSecond < 1 ? "" : String.format(Locale.ROOT, ", %.0f a second", perSecond));
        if (terminal) {
            out.print("\r" + text + "\033[K");
            lineIsOpen = true;
        } else {
            out.println(text);
        }
        out.flush();
    }

    /** Ends the line, so that what follows begins a new one. */
    void end() {
        if (lineIsOpen) {
            out.println();
            lineIsOpen = false;
        }
    }
}
