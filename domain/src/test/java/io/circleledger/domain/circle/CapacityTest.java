package io.circleledger.domain.circle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ledger.core.Parsed.Invalid;
import io.ledger.core.Parsed.Valid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapacityTest {

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 32766, 32767})
    void fromThreeTo32767IsACapacity(int value) {
        assertThat(new Capacity(value).value()).isEqualTo(value);
        assertThat(Capacity.parse(value)).isEqualTo(new Valid<>(new Capacity(value)));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -3, -1, 0, 2, 32768, Integer.MAX_VALUE})
    void whatIsBelowThreeOrAbove32767IsNone(int value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Capacity(value))
                .withMessageContaining(String.valueOf(value));
        assertRefused(value);
    }

    /** The low 32 bits of these are 12 or 0: cut to an int they would look different. */
    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MAX_VALUE, (1L << 32) + 12, -(1L << 32) + 12, 1L << 62 | 12})
    void aNumberIsNotCutBeforeItIsJudged(long value) {
        assertRefused(value);
    }

    @Test
    void theReasonNamesTheNumberAndTheRange() {
        assertThat(Capacity.parse(2)).isEqualTo(new Invalid<>("The capacity is 2; it must be from 3 to 32767"));
    }

    @Test
    void aParsedValueIsGivenOutAndAReasonIsThrown() {
        assertThat(Capacity.parse(3).orElseThrow(IllegalStateException::new)).isEqualTo(new Capacity(3));
        assertThatIllegalStateException()
                .isThrownBy(() -> Capacity.parse(2).orElseThrow(IllegalStateException::new))
                .withMessage("The capacity is 2; it must be from 3 to 32767");
    }

    private static void assertRefused(long value) {
        assertThat(Capacity.parse(value))
                .isInstanceOfSatisfying(
                        Invalid.class, invalid -> assertThat(invalid.reason()).contains(String.valueOf(value)));
    }
}
