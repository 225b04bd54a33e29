package io.ledger.stores;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that a killed server left behind in this data directory.
 *
 * <p>They are found by what they are, not by a pid file: every store is started with one argument
 * that names a configuration file of this data directory, so a process whose program is the
 * store's and that has that argument is ours, and no other is. A pid file can be missing, be
 * garbage or name a process that got the number later; there is none that is believed.
 */
final class OrphanedProcesses {

    private static final Logger log = LoggerFactory.getLogger(OrphanedProcesses.class);

    private final String store;
    private final String program;
    private final String argument;

    /** Describes processes of the program (its file name) that have exactly that argument. */
    OrphanedProcesses(String store, String program, String argument) {
        this.store = store;
        this.program = program;
        this.argument = argument;
    }

    /** Asks them to stop, kills those that do not in time, and returns when none is left. */
    void stop(long stopTimeoutMillis) throws InterruptedException {
        for (var orphan : find()) {
            log.atWarn()
                    .addKeyValue("store", store)
                    .addKeyValue("pid", orphan.pid())
                    .log("stopping a process that an earlier server left behind");
        }
        if (signal(ProcessHandle::destroy, stopTimeoutMillis)) {
            return;
        }
        log.atWarn().addKeyValue("store", store).log("killing a process that does not stop");
        if (!signal(ProcessHandle::destroyForcibly, StoreLimits.KILL_TIMEOUT_MILLIS)) {
            throw new EmbeddedStoreException("A " + store + " of an earlier server, process "
                    + find().stream().map(ProcessHandle::pid).toList()
                    + ", uses this DATA_DIR and cannot be killed. End it, then start again.");
        }
    }

    /** Looks again until none is left: the end of a process that is no child cannot be awaited. */
    private boolean signal(Consumer<ProcessHandle> signal, long timeoutMillis) throws InterruptedException {
        var deadline = WaitDeadline.in(timeoutMillis);
        find().forEach(signal);
        while (!find().isEmpty()) {
            if (deadline.passed()) {
                return false;
            }
            Thread.sleep(StoreLimits.POLL_MILLIS);
        }
        return true;
    }

    List<ProcessHandle> find() {
        return ProcessHandle.allProcesses().filter(this::isOurs).toList();
    }

    private boolean isOurs(ProcessHandle process) {
        var info = process.info();
        // Linux appends " (deleted)" to the path of a program whose file is gone.
        return info.command()
                        .map(command -> command.substring(command.lastIndexOf('/') + 1))
                        .filter(name -> name.equals(program) || name.equals(program + " (deleted)"))
                        .isPresent()
                && info.arguments().stream().flatMap(Arrays::stream).anyMatch(argument::equals);
    }
}
