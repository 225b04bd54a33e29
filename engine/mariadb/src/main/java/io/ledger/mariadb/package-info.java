/** The event log in MariaDB or MySQL. */
@NullMarked
package io.ledger.mariadb;

import org.jspecify.annotations.NullMarked;
