package io.ledger.core.log;

import java.util.List;

/** The metadata of the events that cannot be read. Those who fold do not meet it, because no state depends on it. */
public interface MetadataLog {

    /**
     * Metadata that this server cannot read.
     *
     * @param streamId as stored
     * @param reason why, for whoever looks after the ledger
     */
    record MetadataFault(GlobalPosition position, String streamId, int version, String reason) {}

    /**
     * The faults between two positions, both included; at most {@link EventLog#MAX_PAGE} positions are between them.
     *
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    List<MetadataFault> faultsBetween(GlobalPosition from, GlobalPosition to);
}
