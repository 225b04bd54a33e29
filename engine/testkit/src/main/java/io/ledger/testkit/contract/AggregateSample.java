package io.ledger.testkit.contract;

import io.ledger.core.decide.Aggregate;
import io.ledger.core.document.Document;
import io.ledger.core.document.ViewProjection;
import java.util.List;

/**
 * An aggregate with commands to try it with.
 *
 * @param life the commands of one stream's life: the first creates it, each is allowed and leads to events, and together
 *     they lead to events of every type
 * @param refused commands that break a rule where there is no stream
 */
public record AggregateSample<C, S, E, R, V extends Document>(
        Aggregate<C, S, E, R> aggregate, ViewProjection<S, E, V> projection, List<C> life, List<C> refused) {

    public AggregateSample {
        life = List.copyOf(life);
        refused = List.copyOf(refused);
    }
}
