package io.ledger.core.command;

/** Every limit of carrying out commands, in one place. */
final class CommandLimits {

    /** How often one command is decided anew because the log was replaced under it. */
    static final int DECISIONS = 4;

    /** How often a change to whatever version there is meets another one's before its caller is told. */
    static final int ANY_VERSION_ATTEMPTS = 16;

    private CommandLimits() {}
}
