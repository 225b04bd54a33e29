package io.circleledger.main;

import io.ledger.program.LedgerRun;

/** The program {@code circle-ledger}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        LedgerRun.of(new CircleProgram(), System.getenv(), args);
    }
}
