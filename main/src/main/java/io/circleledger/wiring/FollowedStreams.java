package io.circleledger.wiring;

import io.ledger.projection.ReadModelAuditor;
import java.util.List;

/**
 * One kind of stream as whoever looks after the read models sees it.
 *
 * @param id the name of a stream's id in answers
 * @param models that in Redis first
 */
public record FollowedStreams(
        String category, String id, ReadModelAuditor<?, ?, ?> auditor, List<? extends FollowedModel<?, ?, ?>> models) {}
