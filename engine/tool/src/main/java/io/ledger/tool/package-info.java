/** The subcommands that every ledger has: they check, rebuild, export, import, back up and restore it. */
@NullMarked
package io.ledger.tool;

import org.jspecify.annotations.NullMarked;
