package io.circleledger.domain.readmodel;

import io.ledger.core.log.GlobalPosition;
import java.time.Instant;

/**
 * A circle that the read model cannot show, because its history cannot be read.
 *
 * @param circleId as stored, whatever its shape
 * @param version the first version that cannot be read
 * @param position the place in the log where that was noticed
 * @param reason for whoever looks after the ledger
 */
public record ParkedCircle(String circleId, int version, GlobalPosition position, String reason, Instant since) {}
