/** A ledger as a program: its settings, its server from the stores up to HTTP, its subcommands, and how it ends. */
@NullMarked
package io.ledger.program;

import org.jspecify.annotations.NullMarked;
