package io.circleledger.command;

/** Every limit of carrying out commands, in one place. */
final class CommandLimits {

    /** How often one command is decided anew because the log was replaced under it. */
    static final int DECISIONS = 4;

    private CommandLimits() {}
}
