package io.circleledger.main;

/** How the program ends. */
final class ExitCode {

    static final int DONE = 0;
    static final int CANNOT_RUN = 1;
    static final int BAD_USAGE = 2;

    /** A rebuild that was refused, or a difference that was found. */
    static final int NOT_IN_ORDER = 3;

    private ExitCode() {}
}
