package io.ledger.program;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** The last step of a process: it writes what is still to be logged, then ends with an exit code. */
final class ProcessEnd {

    private ProcessEnd() {}

    /** Called by the last shutdown hook; a signal would end the process with a code of its own otherwise. */
    static void with(int exitCode) {
        try {
            // A thread of the log's own writes its lines; stopping the log waits for it.
            if (LoggerFactory.getILoggerFactory() instanceof LoggerContext log) {
                log.stop();
            }
        } finally {
            Runtime.getRuntime().halt(exitCode);
        }
    }
}
