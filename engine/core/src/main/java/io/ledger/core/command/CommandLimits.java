package io.ledger.core.command;

/** Every limit of carrying out commands, in one place. */
public final class CommandLimits {

    /** How often one command is decided because the log was replaced under it, or a rule over several streams raced. */
    public static final int DECISIONS = 16;

    /** How often a change to whatever version there is meets another one's before its caller is told. */
    public static final int ANY_VERSION_ATTEMPTS = 16;

    private CommandLimits() {}
}
