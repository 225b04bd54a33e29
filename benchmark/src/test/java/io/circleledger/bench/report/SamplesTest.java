package io.circleledger.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {

    @Test
    void theMedianIsTheMiddleOrBetweenTheTwoInIt() {
        assertThat(new Samples(List.of(9.0, 1.0, 4.0)).median()).isEqualTo(4.0);
        assertThat(new Samples(List.of(9.0, 1.0, 4.0, 5.0)).median()).isEqualTo(4.5);
    }

    @Test
    void theSpreadIsFromTheLeastToTheGreatest() {
        var samples = new Samples(List.of(9.0, 1.0, 4.0));

        assertThat(samples.min()).isEqualTo(1.0);
        assertThat(samples.max()).isEqualTo(9.0);
    }

    @Test
    void aRatioIsTakenRoundByRoundAndNotOfTheMedians() {
        var ratio = Samples.ratio(new Samples(List.of(10.0, 30.0, 20.0)), new Samples(List.of(10.0, 10.0, 40.0)));

        assertThat(ratio.values()).containsExactly(1.0, 3.0, 0.5);
        assertThat(ratio.median()).isEqualTo(1.0);
    }

    @Test
    void aRoundThatOnlyOneSideHasIsLeftOut() {
        var ratio = Samples.ratio(new Samples(List.of(10.0, 30.0)), new Samples(List.of(5.0)));

        assertThat(ratio.values()).containsExactly(2.0);
    }

    @Test
    void nothingMeasuredHasNoMedian() {
        assertThatThrownBy(new Samples(List.of())::median).hasMessage("Nothing was measured");
    }
}
