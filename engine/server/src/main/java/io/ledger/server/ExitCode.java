package io.ledger.server;

/** How the program ends. */
public final class ExitCode {

    public static final int DONE = 0;
    public static final int CANNOT_RUN = 1;
    public static final int BAD_USAGE = 2;

    /** Something that was refused, or a difference that was found. */
    public static final int NOT_IN_ORDER = 3;

    private ExitCode() {}
}
