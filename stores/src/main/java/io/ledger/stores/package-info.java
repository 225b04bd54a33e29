/** MariaDB and Redis out of their jars. */
@NullMarked
package io.ledger.stores;

import org.jspecify.annotations.NullMarked;
