package io.ledger.mariadb;

import io.ledger.core.log.EventMetadata;
import java.util.Optional;

/**
 * The metadata of an event as its row has it.
 *
 * @param known what can be read of it
 * @param text what is stored, where this server would not write it for what is known
 * @param fault why not all of it can be read, empty when it can
 */
record StoredMetadata(EventMetadata known, Optional<String> text, Optional<String> fault) {}
