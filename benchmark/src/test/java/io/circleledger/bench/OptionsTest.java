package io.circleledger.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.bench.Options.BenchmarkPart;
import io.circleledger.bench.Options.Measure;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void withoutArgumentsEverythingIsMeasuredInFiveRounds() {
        assertThat(Options.parse(List.of())).isEqualTo(new Measure(false, 5, EnumSet.allOf(BenchmarkPart.class)));
    }

    @Test
    void onlyAWholeRunMayWriteThePageInDocs() {
        assertThat(measure("--rounds", "3").isWhole()).isTrue();
        assertThat(measure("--quick").isWhole()).isFalse();
        assertThat(measure("--only", "lag").isWhole()).isFalse();
        assertThat(measure("--profile").isWhole()).isFalse();
    }

    @Test
    void partsAndRoundsAreTaken() {
        assertThat(measure("--only", "lag", "--only", "read", "--rounds", "50"))
                .isEqualTo(new Measure(false, 50, EnumSet.of(BenchmarkPart.LAG, BenchmarkPart.READ)));
        assertThat(measure("--quick")).isEqualTo(new Measure(true, 1, EnumSet.allOf(BenchmarkPart.class)));
    }

    @Test
    void theUsageNamesEveryPart() {
        for (var part : BenchmarkPart.values()) {
            assertThat(Options.USAGE).contains(part.title());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--fast", "--only", "--only all", "--rounds 0", "--rounds 51", "--rounds"})
    void whatIsUnknownIsRefused(String arguments) {
        assertThat(Options.parse(List.of(arguments.split(" ", -1)))).isInstanceOf(Options.Unusable.class);
    }

    private static Measure measure(String... arguments) {
        return (Measure) Options.parse(List.of(arguments));
    }
}
