/** The subcommands of the program: what is done once, with the stores of a ledger, beside the server. */
@NullMarked
package io.circleledger.cli;

import org.jspecify.annotations.NullMarked;
