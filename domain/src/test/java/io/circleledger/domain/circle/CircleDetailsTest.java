package io.circleledger.domain.circle;

import static io.circleledger.domain.circle.CircleDetails.CAPACITY;
import static io.circleledger.domain.circle.CircleDetails.FIELDS;
import static io.circleledger.domain.circle.CircleDetails.KIND;
import static io.circleledger.domain.circle.CircleDetails.NAME;
import static io.circleledger.domain.circle.CircleDetails.NAME_KANA;
import static io.circleledger.domain.circle.CircleSamples.described;
import static io.circleledger.domain.circle.CircleSamples.details;
import static io.circleledger.domain.circle.CircleSamples.named;
import static io.circleledger.domain.circle.CircleSamples.sized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.circleledger.domain.circle.CircleDetails.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CircleDetailsTest {

    private static final CircleDetails CHESS = Change.from(details("Chess", 20))
            .with(NAME_KANA, "ちぇす")
            .with(KIND, "文化系")
            .appliedTo(details("Chess", 20));

    /** Documents and events are read from left to right. */
    @Test
    void valuesAreTakenInTheOrderOfTheFields() {
        assertThat(asked(CircleDetails::from)).isEqualTo(FIELDS);
        assertThat(asked(Change::from)).isEqualTo(FIELDS);
    }

    private static List<CircleField<?>> asked(Consumer<FieldValues> reader) {
        var asked = new ArrayList<CircleField<?>>();
        reader.accept(new FieldValues() {
            @Override
            public <T> Optional<T> get(CircleField<T> field) {
                asked.add(field);
                return CHESS.get(field);
            }

            @Override
            public <T> T required(CircleField<T> field) {
                return get(field).orElseThrow();
            }
        });
        return asked;
    }

    @Test
    void eachFieldIsKeptInItsOwnPlace() {
        assertThat(CircleDetails.from(Change.from(CHESS))).isEqualTo(CHESS);
        assertThat(CHESS.plain())
                .containsExactly(
                        Map.entry("name", "Chess"),
                        Map.entry("capacity", 20),
                        Map.entry("name_kana", "ちぇす"),
                        Map.entry("kind", "文化系"));
        assertThat(FIELDS)
                .allSatisfy(field -> assertThat(Change.from(CHESS).get(field)).isEqualTo(CHESS.get(field)));
    }

    @Test
    void aCircleHasEveryRequiredField() {
        assertThatIllegalArgumentException().isThrownBy(() -> CircleDetails.from(named("Chess")));
        assertThat(FIELDS).filteredOn(CircleField::isRequired).contains(NAME, CAPACITY);
    }

    @Test
    void aChangeLeavesWhatItDoesNotName() {
        assertThat(sized(30).appliedTo(CHESS).plain())
                .containsEntry("capacity", 30)
                .containsEntry("kind", "文化系");
        assertThat(named("Go").appliedTo(details("Chess", 20))).isEqualTo(details("Go", 20));
        assertThat(Change.NONE.appliedTo(CHESS)).isEqualTo(CHESS);
    }

    @Test
    void whatIsSoAlreadyIsNoChange() {
        assertThat(described("Chess", 30).ofWhatDiffers(CHESS)).isEqualTo(sized(30));
        assertThat(described("Chess", 20).ofWhatDiffers(CHESS)).isEqualTo(Change.NONE);
        assertThat(Change.from(CHESS).ofWhatDiffers(CHESS).isEmpty()).isTrue();
    }
}
