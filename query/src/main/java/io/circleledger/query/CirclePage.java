package io.circleledger.query;

import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.log.GlobalPosition;
import java.util.List;
import java.util.Optional;

/**
 * Some living circles in the order of their creation.
 *
 * @param completeTo every event up to here is in the answer
 * @param next what to ask for the circles that follow, empty at the end of the list
 */
public record CirclePage(GlobalPosition completeTo, List<CircleView> circles, Optional<GlobalPosition> next) {

    public CirclePage {
        circles = List.copyOf(circles);
    }
}
