package io.circleledger.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line plot as SVG, readable on light and on dark: x is logarithmic, y linear from 0 or
 * logarithmic, a thin vertical line at each point goes from the least to the greatest of its rounds.
 */
@SuppressWarnings("AnnotateFormatMethod") // Its annotation is in a library that nothing else here needs.
public final class Plot {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 400;
    private static final int LEFT = 78;
    private static final int RIGHT = 190;
    private static final int TOP = 44;
    private static final int BOTTOM = 52;

    private static final String STYLE = """
            text { font: 12px system-ui, sans-serif; fill: #24292f }
            .title { font-size: 15px; font-weight: 600 }
            .grid { stroke: #8c959f; stroke-opacity: .3 }
            .line { fill: none; stroke-width: 2 }
            .dashed { stroke-dasharray: 5 4 }
            .c0 { stroke: #6e7781 } .c1 { stroke: #0969da } .c2 { stroke: #8250df }
            .c3 { stroke: #1a7f37 } .c4 { stroke: #bc4c00 }
            @media (prefers-color-scheme: dark) {
              text { fill: #d1d7e0 }
              .c0 { stroke: #9198a1 } .c1 { stroke: #58a6ff } .c2 { stroke: #bc8cff }
              .c3 { stroke: #3fb950 } .c4 { stroke: #f0883e }
            }
            """;

    /** One measured point of a line. */
    public record Point(double x, Samples y) {}

    /** A line; its colour is one of five. What is not above 0 has no place on a logarithmic axis. */
    public record Line(String name, int colour, boolean dashed, List<Point> points) {

        public Line {
            points = points.stream()
                    .filter(point -> !point.y().isEmpty() && point.y().min() > 0)
                    .toList();
        }
    }

    private final String title;
    private final String xTitle;
    private final String yTitle;
    private final boolean logarithmic;
    private final List<Line> lines;
    private final double lowX;
    private final double highX;
    private final double lowY;
    private final double highY;

    /**
     * A plot of these lines; one without a point is left out.
     *
     * @param logarithmic whether the y axis is
     */
    public Plot(String title, String xTitle, String yTitle, boolean logarithmic, List<Line> lines) {
        this.title = title;
        this.xTitle = xTitle;
        this.yTitle = yTitle;
        this.logarithmic = logarithmic;
        this.lines = lines.stream().filter(line -> !line.points().isEmpty()).toList();
        var points = this.lines.stream().flatMap(line -> line.points().stream()).toList();
        lowX = points.stream().mapToDouble(Point::x).min().orElse(1);
        highX = Math.max(lowX * 2, points.stream().mapToDouble(Point::x).max().orElse(10));
        var most = points.stream().mapToDouble(point -> point.y().max()).max().orElse(1);
        var least = points.stream().mapToDouble(point -> point.y().min()).min().orElse(1);
        highY = logarithmic ? Math.pow(10, Math.ceil(Math.log10(most))) : roundUp(most);
        lowY = logarithmic ? Math.min(highY / 10, Math.pow(10, Math.floor(Math.log10(least)))) : 0;
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    public String svg() {
        var svg = new StringBuilder();
        append(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n", WIDTH, HEIGHT);
        append(svg, "<title>%s</title>%n<style>%n%s</style>%n", escaped(title), STYLE);
        text(svg, LEFT, 24, "start", "title", title);
        yAxis(svg);
        xAxis(svg);
        for (var i = 0; i < lines.size(); i++) {
            line(svg, lines.get(i), TOP + 10 + 20 * i);
        }
        return svg.append("</svg>\n").toString();
    }

    private void yAxis(StringBuilder svg) {
        for (var tick : yTicks()) {
            append(
                    svg,
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>%n",
                    LEFT,
                    WIDTH - RIGHT,
                    y(tick),
                    y(tick));
            text(svg, LEFT - 8, y(tick) + 4, "end", "", number(tick));
        }
        text(svg, LEFT, TOP - 6, "end", "", yTitle);
    }

    private List<Double> yTicks() {
        var ticks = new ArrayList<Double>();
        if (logarithmic) {
            for (var tick = lowY; tick <= highY * 1.001; tick *= 10) {
                ticks.add(tick);
            }
        } else {
            for (var i = 0; i <= 5; i++) {
                ticks.add(highY * i / 5);
            }
        }
        return ticks;
    }

    private void xAxis(StringBuilder svg) {
        lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::x)
                .distinct()
                .sorted()
                .forEach(x -> text(svg, x(x), HEIGHT - BOTTOM + 20, "middle", "", number(x)));
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", "", xTitle);
    }

    private void line(StringBuilder svg, Line line, int legendY) {
        var style = "line c" + line.colour() + (line.dashed() ? " dashed" : "");
        var path = new StringBuilder();
        for (var point : line.points()) {
            append(
                    path,
                    "%s%.1f %.1f",
                    path.isEmpty() ? "M" : " L",
                    x(point.x()),
                    y(point.y().median()));
            append(
                    svg,
                    "<path class=\"line c%d\" stroke-opacity=\".5\" d=\"M%.1f %.1f V%.1f\"/>%n",
                    line.colour(),
                    x(point.x()),
                    y(point.y().min()),
                    y(point.y().max()));
            append(
                    svg,
                    "<circle class=\"line c%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>%n",
                    line.colour(),
                    x(point.x()),
                    y(point.y().median()));
        }
        append(svg, "<path class=\"%s\" d=\"%s\"/>%n", style, path);
        append(svg, "<path class=\"%s\" d=\"M%d %d h24\"/>%n", style, WIDTH - RIGHT + 12, legendY);
        text(svg, WIDTH - RIGHT + 42, legendY + 4, "start", "", line.name());
    }

    private double x(double value) {
        return LEFT + 12 + (WIDTH - LEFT - RIGHT - 24) * Math.log(value / lowX) / Math.log(highX / lowX);
    }

    private double y(double value) {
        var share = logarithmic ? Math.log(Math.max(value, lowY) / lowY) / Math.log(highY / lowY) : value / highY;
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share;
    }

    /** The next 1, 2, 2.5 or 5 times a power of ten. */
    private static double roundUp(double value) {
        var power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-9))));
        for (var step : new double[] {1, 2, 2.5, 5}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static String number(double value) {
        if (value >= 10 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value < 0.1 ? "%.2f" : "%.1f", value);
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String style, String text) {
        append(
                svg,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                style,
                escaped(text));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static void append(StringBuilder to, String format, Object... values) {
        to.append(String.format(Locale.ROOT, format, values));
    }
}
