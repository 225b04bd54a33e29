/**
 * A real MariaDB and a real Redis that come out of jars, live under a data directory and are
 * looked after by this server.
 *
 * <p>{@link io.ledger.stores.DataDirectory} takes the directory for this
 * process alone; {@link io.ledger.stores.EmbeddedStores} starts the wanted
 * stores in it and says where they answer. Either store may be left out when it runs elsewhere.
 *
 * <p>{@link io.ledger.stores.EmbeddedKafka} is a broker for those who want to try Kafka, and for tests.
 */
@NullMarked
package io.ledger.stores;

import org.jspecify.annotations.NullMarked;
