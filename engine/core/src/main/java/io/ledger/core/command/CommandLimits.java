package io.ledger.core.command;

/** Every limit of carrying out commands, in one place. */
public final class CommandLimits {

    /** How often one command is decided, if the log gets another history or a condition of a rule fails meanwhile. */
    public static final int DECISIONS = 16;

    /** How often a change that accepts any version is tried before its caller gets the conflict. */
    public static final int ANY_VERSION_ATTEMPTS = 16;

    /**
     * How many streams may be changed at once at one server by callers who name no single version. So many that of
     * 64 at once two seldom wait for the same turn, although their streams are different.
     */
    static final int TURNS = 4_096;

    private CommandLimits() {}
}
