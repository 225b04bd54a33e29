package io.ledger.core.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is told of event types comes back in the same order in every run. */
class EventTypesTest {

    @Test
    void typesKeepTheirOrder() {
        var all = IntStream.range(0, 40).mapToObj(i -> "Type" + (i * 7) % 40).toList();
        var hiding = all.subList(3, 30);

        var types = new EventTypes(all, all.getFirst(), hiding);

        assertThat(types.all()).containsExactlyElementsOf(all);
        assertThat(types.hiding()).containsExactlyElementsOf(hiding);
    }

    @Test
    void aTypeIsGivenOnce() {
        assertThatThrownBy(() -> new EventTypes(List.of("Opened", "Closed", "Closed"), "Opened", List.of("Closed")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"Closed\" is given twice");
        assertThatThrownBy(() -> new EventTypes(List.of("Opened", "Closed"), "Opened", List.of("Closed", "Closed")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"Closed\" is given twice");
    }

    @Test
    void theFirstTypeAndTheHidingOnesAreAmongAllAndDiffer() {
        for (var types : List.<Runnable>of(
                () -> new EventTypes(List.of("Closed"), "Opened", List.of("Closed")),
                () -> new EventTypes(List.of("Opened"), "Opened", List.of("Closed")),
                () -> new EventTypes(List.of("Opened"), "Opened", List.of("Opened")))) {
            assertThatThrownBy(types::run).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
