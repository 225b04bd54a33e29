/** The register of people in MariaDB. */
@NullMarked
package io.ledger.mariadb.person;

import org.jspecify.annotations.NullMarked;
