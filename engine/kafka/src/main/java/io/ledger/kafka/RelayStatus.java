package io.ledger.kafka;

import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import java.util.Optional;

/**
 * What the relay of this server does.
 *
 * @param place the last event that is in Kafka, empty while this server does not know
 * @param head an end of the log that was seen
 * @param epoch of the tenure in which this server has the lease, 0 when it has not
 * @param failure why the last try failed, empty when it did not
 * @param trouble what somebody has to do something about, empty when nothing
 */
public record RelayStatus(
        RelayState state,
        Optional<LogPlace> place,
        GlobalPosition head,
        long epoch,
        Optional<String> failure,
        Optional<String> trouble) {

    /** What a relay may be doing. */
    public enum RelayState {
        /** Another server has the lease, or nobody knows. */
        STANDBY("standby"),
        /** It has the lease and looks for its place. */
        TAKING_OVER("taking over"),
        /** It relays. */
        RELAYING("relaying"),
        /** It relays nothing, because the log is not the one that was relayed before. */
        STOPPED("stopped");

        private final String label;

        RelayState(String label) {
            this.label = label;
        }

        /** Its name for people. */
        public String label() {
            return label;
        }
    }

    /** Events of the log that are not in Kafka, empty while this server does not know. */
    public Optional<Long> lag() {
        return place.map(last -> Math.max(0, head.value() - last.position().value()));
    }
}
