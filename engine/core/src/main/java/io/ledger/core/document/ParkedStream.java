package io.ledger.core.document;

import io.ledger.core.log.GlobalPosition;
import java.time.Instant;

/**
 * A stream that the read model cannot show, because its history cannot be read.
 *
 * @param streamId as stored, whatever its shape
 * @param version the first version that cannot be read
 * @param position the place in the log where that was noticed
 * @param reason for whoever looks after the ledger
 */
public record ParkedStream(String streamId, int version, GlobalPosition position, String reason, Instant since) {}
