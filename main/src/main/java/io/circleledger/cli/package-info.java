/** The subcommands of the program, as arguments name them, beside the server. */
@NullMarked
package io.circleledger.cli;

import org.jspecify.annotations.NullMarked;
