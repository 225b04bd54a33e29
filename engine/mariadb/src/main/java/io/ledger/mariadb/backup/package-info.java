/** A log in a file: how it is written while servers run, and put back. */
@NullMarked
package io.ledger.mariadb.backup;

import org.jspecify.annotations.NullMarked;
