package io.ledger.http.routes;

import io.ledger.core.StreamId;
import io.ledger.core.document.ParkedStream;
import io.ledger.core.log.GlobalPosition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** How the read models follow the log, for whoever looks after the ledger. */
public interface ProjectionStatus {

    /**
     * How far it is.
     *
     * @param position the last applied position
     * @param head the last position of the log
     * @param behindFor how long the read model has not had the whole log
     * @param audited streams whose documents were compared with the log since the start
     * @param diverged those among them that differed and were repaired
     * @param parked streams it cannot show
     * @param others how far the other read models are, by their names in the answer
     * @param trouble what is wrong with a read model that does not last; empty when it does
     */
    record Overview(
            GlobalPosition position,
            GlobalPosition head,
            Duration behindFor,
            long audited,
            long diverged,
            List<ParkedStream> parked,
            SequencedMap<String, ModelStatus> others,
            Optional<String> trouble) {}

    /**
     * How far another read model is, which has a projection of its own.
     *
     * @param id the field with a stream's id
     * @param parked streams it cannot show
     * @param trouble what is wrong with a read model that does not last; empty when it does
     */
    record ModelStatus(
            String id,
            GlobalPosition position,
            Duration behindFor,
            List<ParkedStream> parked,
            Optional<String> trouble) {}

    /** Result of another try at a parked stream. */
    sealed interface Retry {

        /** The read model shows the stream as the log has it. */
        record Shown() implements Retry {}

        /** Its history still cannot be read. */
        record StillParked(int version, String reason) implements Retry {}

        /** The log has no such stream. */
        record UnknownStream() implements Retry {}

        /** The read model is busy; the same is to be tried again. */
        record BusyModel() implements Retry {}
    }

    /**
     * Looks now.
     *
     * @throws io.ledger.core.StoreUnavailableException when a store does not answer
     */
    Overview state();

    /**
     * Tries a parked stream again.
     *
     * @param id of any category: ids are unique in the log
     * @throws io.ledger.core.StoreUnavailableException when a store does not answer
     */
    Retry retry(StreamId id);
}
