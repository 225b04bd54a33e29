package io.circleledger.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.bench.measure.Sizes;
import io.circleledger.bench.report.Goal.Bound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {

    private static final List<Goal> GOALS = List.of(
            new Goal("hot", "hot/64", "version", "version/64", Bound.AT_LEAST, 0.85, ""),
            new Goal("lag", "lag/p99", "", "", Bound.AT_MOST, 100, "ms"));

    @TempDir
    private Path directory;

    private final Results results = new Results();
    private Path page;

    @BeforeEach
    void namePage() {
        page = directory.resolve("BENCHMARKS.md");
    }

    private String written() throws IOException {
        new ReportPage(results, Sizes.whole(5), GOALS, Remarks.in(page)).write(page, "a day");
        return Files.readString(page);
    }

    @Test
    void aGoalIsMetOrMissedByTheMedianOfItsRounds() throws IOException {
        for (var round = 0; round < 3; round++) {
            results.add("hot/64", 60 + 10 * round);
            results.add("version/64", 100);
            results.add("lag/p99", 90);
        }

        assertThat(written())
                .contains("| hot | version | ≥ 0.85 | **0.70** | 0.60 to 0.80 | **missed** |")
                .contains("| lag |  | ≤ 100 ms | **90.0** ms | 90.0 to 90.0 | met |");
    }

    @Test
    void whatWasNotMeasuredOrFailedIsSaid() throws IOException {
        results.failed("create", "status 503 instead of 201");

        assertThat(written())
                .contains("| hot | version | ≥ 0.85 | not measured | | |")
                .contains("**create could not be measured:** status 503 instead of 201");
    }

    @Test
    void whatPeopleHaveWrittenStays() throws IOException {
        results.profile("POST create", List.of("hottest methods: a"));
        Files.writeString(page, written().replace("<!-- remark: profile POST create -->\n", """
                        <!-- remark: profile POST create -->
                        The disk, of course.
                        """));
        results.profile("POST create", List.of("hottest methods: b"));

        assertThat(written()).contains("hottest methods: b").contains("""
                <!-- remark: profile POST create -->
                The disk, of course.
                <!-- end -->
                """);
    }

    @Test
    void aPlotIsWrittenForWhatWasMeasured() throws IOException {
        results.add("hot/64", 100);

        assertThat(written()).contains("benchmarks/throughput.svg").doesNotContain("benchmarks/history-load.svg");
        assertThat(directory.resolve("benchmarks/throughput.svg")).isNotEmptyFile();
    }
}
