package io.circleledger.domain.eventstore;

import static io.circleledger.domain.circle.CircleSamples.ID;
import static io.circleledger.domain.circle.CircleSamples.created;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.circleledger.domain.circle.CircleDecider;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.EventMetadata;
import io.ledger.core.stream.ExpectedVersion;
import io.ledger.core.stream.LastEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

    private static final NewEvent CREATED = new NewEvent(
            new UUID(0, 1), Instant.EPOCH, new EventMetadata("staff", "request", "request"), created("Chess", 12));

    @Test
    void neitherAVersionNorAPositionIsNegative() {
        assertThat(ExpectedVersion.NO_STREAM).isEqualTo(new ExpectedVersion(0));
        assertThat(GlobalPosition.START).isEqualTo(new GlobalPosition(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ExpectedVersion(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new GlobalPosition(-1));
    }

    @Test
    void positionsAreInTheOrderOfTheLog() {
        var ninth = new GlobalPosition(9);
        var tenth = new GlobalPosition(10);
        assertThat(ninth.isBefore(tenth)).isTrue();
        assertThat(ninth.isBefore(ninth)).isFalse();
        assertThat(tenth.isBefore(ninth)).isFalse();
        assertThat(List.of(tenth, GlobalPosition.START, ninth).stream().sorted())
                .containsExactly(GlobalPosition.START, ninth, tenth);
        assertThat(new GlobalPosition(Long.MAX_VALUE)).hasToString("9223372036854775807");
    }

    @Test
    void anAppendHasAtLeastOneEvent() {
        var circle = CircleDecider.evolve(ID, Optional.empty(), CREATED.event());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Append(Optional.of(new LastEvent(1, "before")), List.of(), circle));
    }

    @Test
    void theStateAfterAnAppendHasItsLastVersion() {
        var circle = CircleDecider.evolve(ID, Optional.empty(), CREATED.event());
        assertThat(new Append(Optional.empty(), List.of(CREATED), circle).after())
                .isEqualTo(circle);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Append(Optional.of(new LastEvent(1, "before")), List.of(CREATED), circle));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Append(Optional.empty(), List.of(CREATED, CREATED), circle));
    }

    @Test
    void anAppendKeepsTheEventsItWasMadeWith() {
        var events = new ArrayList<>(List.of(CREATED));
        var append = new Append(Optional.empty(), events, CircleDecider.evolve(ID, Optional.empty(), CREATED.event()));
        events.clear();
        assertThat(append.events()).containsExactly(CREATED);
    }
}
