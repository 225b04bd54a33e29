package io.circleledger.domain.readmodel;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleStatus;
import io.ledger.core.person.PersonId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a circle has come to besides its details, as lists show it: the members are a number here.
 *
 * @param members who counts, the owner among them
 */
public record CircleStanding(CircleStatus status, Optional<PersonId> owner, int members, Optional<Integer> renewedFor) {

    /** An active circle without people. */
    public static final CircleStanding NEW =
            new CircleStanding(CircleStatus.ACTIVE, Optional.empty(), 0, Optional.empty());

    /** Reads a standing as it is written: an owner and a year where there are any. */
    public static CircleStanding of(String status, String owner, int members, int renewedFor) {
        return new CircleStanding(
                CircleStatus.parse(status).orElseThrow(() -> new IllegalArgumentException("no status: " + status)),
                owner.isEmpty()
                        ? Optional.empty()
                        : Optional.of(PersonId.parse(owner)
                                .orElseThrow(() -> new IllegalArgumentException("no owner: " + owner))),
                members,
                renewedFor == 0 ? Optional.empty() : Optional.of(renewedFor));
    }

    public static CircleStanding of(Circle circle) {
        return new CircleStanding(
                circle.status(), circle.roster().owner(), circle.roster().size(), circle.renewedFor());
    }

    /** The names with their values, always all; empty where a circle has none, or is active like nearly all. */
    public Map<String, Object> plain() {
        var plain = new LinkedHashMap<String, Object>();
        plain.put("status", status == CircleStatus.ACTIVE ? "" : status.label());
        plain.put("owner", owner.map(PersonId::toString).orElse(""));
        plain.put("renewed_for", renewedFor.<Object>map(year -> year).orElse(""));
        return plain;
    }

    CircleStanding with(CircleStatus changed) {
        return new CircleStanding(changed, owner, members, renewedFor);
    }

    CircleStanding with(Optional<PersonId> changed) {
        return new CircleStanding(status, changed, members, renewedFor);
    }

    CircleStanding withMembers(int changed) {
        return new CircleStanding(status, owner, changed, renewedFor);
    }

    CircleStanding renewed(int year) {
        var after = status == CircleStatus.LAPSED ? CircleStatus.ACTIVE : status;
        return new CircleStanding(after, owner, members, Optional.of(year));
    }
}
