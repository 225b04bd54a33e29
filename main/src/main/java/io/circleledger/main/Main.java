package io.circleledger.main;

import io.ledger.program.LedgerRun;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The program {@code circle-ledger}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        LedgerRun.of(new CircleProgram(), System.getenv(), args);
    }
}
