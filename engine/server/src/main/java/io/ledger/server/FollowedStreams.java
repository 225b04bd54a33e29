package io.ledger.server;

import io.ledger.projection.ReadModelAuditor;
import java.util.List;
import java.util.Optional;

/**
 * One kind of stream with its read models, as health, metrics and {@code /projection} see it.
 *
 * @param id the name of a stream's id in answers
 * @param auditor empty where other servers have it
 * @param models that in Redis first
 */
public record FollowedStreams(
        String category,
        String id,
        Optional<ReadModelAuditor<?, ?, ?>> auditor,
        List<? extends FollowedModel<?, ?, ?>> models) {}
