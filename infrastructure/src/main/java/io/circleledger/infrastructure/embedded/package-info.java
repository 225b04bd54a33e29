/**
 * A real MariaDB and a real Redis that come out of jars, live under a data directory and are
 * looked after by this server.
 *
 * <p>{@link io.circleledger.infrastructure.embedded.DataDirectory} takes the directory for this
 * process alone; {@link io.circleledger.infrastructure.embedded.EmbeddedStores} starts the wanted
 * stores in it and says where they answer. Either store may be left out when it runs elsewhere.
 */
@NullMarked
package io.circleledger.infrastructure.embedded;

import org.jspecify.annotations.NullMarked;
