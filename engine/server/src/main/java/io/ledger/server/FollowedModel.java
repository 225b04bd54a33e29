package io.ledger.server;

import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentStore;
import io.ledger.kafka.TopicEventSource;
import io.ledger.projection.ProjectionWatch;
import io.ledger.projection.Projector;
import io.ledger.projection.ReadModel;
import io.ledger.projection.Repair;
import io.ledger.projection.WakeUpChannel;
import java.util.Optional;

/**
 * A read model with its projection and what watches and repairs it.
 *
 * @param health its name in the health of the server
 * @param without what is missing while it is behind
 * @param projector empty where other servers have it
 * @param topic what the projector reads, empty where that is the log
 * @param repair what tries its parked streams again
 */
public record FollowedModel<S, E, V extends Document>(
        ReadModel model,
        String health,
        String without,
        DocumentStore<V> documents,
        WakeUpChannel wakeUps,
        Optional<Projector> projector,
        Optional<TopicEventSource<E>> topic,
        ProjectionWatch watch,
        Repair<S, E, V> repair) {}
