package io.circleledger.query;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.StreamId;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.read.DocumentList;
import io.ledger.core.read.DocumentQueries;
import io.ledger.core.read.StreamAnswer;

/** What can be asked about circles as they are. */
public final class CircleQueries {

    private final DocumentQueries<Circle, CircleView> documents;

    /** The queries that these documents answer. */
    public CircleQueries(DocumentQueries<Circle, CircleView> documents) {
        this.documents = documents;
    }

    /**
     * Tells what is known of a circle, including everything up to {@code atLeast}.
     *
     * @throws io.ledger.core.read.PositionUnknownException when the log itself ends before {@code atLeast}
     * @throws io.ledger.core.StoreUnavailableException when neither store answers
     */
    public StreamAnswer<CircleView> find(StreamId id, GlobalPosition atLeast) {
        return documents.find(id, atLeast);
    }

    /**
     * Reads the living circles created after a position, including everything up to {@code atLeast}.
     *
     * @param limit 1 to {@link DocumentReader#MAX_PAGE}
     * @throws io.ledger.core.read.PositionUnknownException when the log ends before {@code atLeast}
     * @throws io.ledger.core.read.ReadModelBehindException when the read model did not get there in time
     * @throws io.ledger.core.StoreUnavailableException when the read model does not answer
     */
    public DocumentList<CircleView> list(GlobalPosition createdAfter, int limit, GlobalPosition atLeast) {
        return documents.list(createdAfter, limit, atLeast);
    }
}
