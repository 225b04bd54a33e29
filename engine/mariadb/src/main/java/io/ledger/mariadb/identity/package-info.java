/** Accounts, keys, sessions, tokens, links and the audit log in MariaDB. */
@NullMarked
package io.ledger.mariadb.identity;

import org.jspecify.annotations.NullMarked;
