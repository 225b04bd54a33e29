package io.ledger.stores;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JVM shutdown hook that lives only while something starts.
 *
 * <p>Until a start returns, its caller has nothing to close; a Ctrl-C in those seconds would leave
 * processes behind. Once it has returned, closing is the caller's, in the caller's order.
 */
final class StartGuard implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StartGuard.class);

    private final Thread hook;

    StartGuard(Runnable onShutdown) {
        this.hook = new Thread(onShutdown, "embedded-store-start-guard");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            log.atDebug().setCause(e).log("shutting down already, the hook has run or runs");
        }
    }
}
