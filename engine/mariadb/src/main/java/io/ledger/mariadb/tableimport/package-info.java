/** Imports of tables in MariaDB. */
@NullMarked
package io.ledger.mariadb.tableimport;

import org.jspecify.annotations.NullMarked;
