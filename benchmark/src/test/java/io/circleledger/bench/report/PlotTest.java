package io.circleledger.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.circleledger.bench.report.Plot.Line;
import io.circleledger.bench.report.Plot.Point;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class PlotTest {

    private static Plot plot(boolean logarithmic, Point... points) {
        return new Plot(
                "a < b & c", "connections", "a second", logarithmic, List.of(new Line("x", 1, false, List.of(points))));
    }

    private static Point point(double x, Double... rounds) {
        return new Point(x, new Samples(List.of(rounds)));
    }

    /** The places of the points, from left to right. */
    private static List<double[]> circles(String svg) {
        var found = new ArrayList<double[]>();
        var matcher = Pattern.compile("cx=\"([0-9.]+)\" cy=\"([0-9.]+)\"").matcher(svg);
        while (matcher.find()) {
            found.add(new double[] {Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2))});
        }
        return found;
    }

    @Test
    void aPlotIsWellFormedXmlWhateverItsTitle() throws Exception {
        var svg = plot(false, point(1, 10.0), point(64, 20.0)).svg();

        var document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));

        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("a < b & c");
    }

    @Test
    void placesOnXAreAsFarApartAsTheirRatios() {
        var places = circles(
                plot(false, point(1, 10.0), point(8, 10.0), point(64, 10.0)).svg());

        assertThat(places.get(1)[0] - places.get(0)[0]).isCloseTo(places.get(2)[0] - places.get(1)[0], offset(0.2));
        assertThat(places.get(1)[0]).isGreaterThan(places.get(0)[0] + 100);
    }

    @Test
    void theMedianIsDrawnAndMoreIsHigher() {
        var places =
                circles(plot(false, point(1, 1.0, 50.0, 99.0), point(2, 100.0)).svg());

        // 50 of 100 is half way between the axis (y = 348) and the top (y = 44).
        assertThat(places.get(0)[1]).isEqualTo(196.0);
        assertThat(places.get(1)[1]).isEqualTo(44.0);
    }

    @Test
    void everythingStaysInsideThePlot() {
        for (var logarithmic : new boolean[] {true, false}) {
            for (var place : circles(
                    plot(logarithmic, point(1, 0.004), point(256, 123_456.0)).svg())) {
                assertThat(place[0]).isBetween(78.0, 570.0);
                assertThat(place[1]).isBetween(44.0, 348.0);
            }
        }
    }

    @Test
    void whatIsNotAboveZeroIsLeftOut() {
        assertThat(circles(plot(true, point(1, 0.0), point(2, 5.0)).svg())).hasSize(1);
        assertThat(plot(true, point(1, 0.0)).isEmpty()).isTrue();
    }

    @Test
    void aPlotHasColoursForDarkPages() {
        assertThat(plot(false, point(1, 1.0)).svg()).contains("prefers-color-scheme: dark");
    }
}
