/** Jobs in MariaDB. */
@NullMarked
package io.ledger.mariadb.job;

import org.jspecify.annotations.NullMarked;
