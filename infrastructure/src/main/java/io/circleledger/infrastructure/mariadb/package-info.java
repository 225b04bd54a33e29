/** The event store and the event log in MariaDB or MySQL. */
@NullMarked
package io.circleledger.infrastructure.mariadb;

import org.jspecify.annotations.NullMarked;
