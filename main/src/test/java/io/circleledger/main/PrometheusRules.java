package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules that {@code promtool check metrics} holds an exposition to, and that of one set of labels per name. */
final class PrometheusRules {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? [-+0-9.eEINFaN]+");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final List<String> UNITS_CUT_SHORT =
            List.of("s", "ms", "us", "ns", "sec", "b", "kb", "mb", "m", "h");
    private static final List<String> OTHER_UNITS =
            List.of("milliseconds", "microseconds", "nanoseconds", "minutes", "hours", "kilobytes", "megabytes");
    private static final List<String> PARTS = List.of("_count", "_sum", "_bucket");

    private PrometheusRules() {}

    static void hold(String exposition) {
        var types = new HashMap<String, String>();
        var labels = new HashMap<String, Object>();
        var samples = new HashSet<String>();
        for (var line : exposition.lines().toList()) {
            if (line.startsWith("# HELP ")) {
                assertThat(line.split(" ", 4)[3]).as(line).isNotBlank();
            } else if (line.startsWith("# TYPE ")) {
                var words = line.split(" ", -1);
                assertThat(types.put(words[2], words[3])).as(line).isNull();
                named(words[2], words[3]);
            } else {
                var sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(samples.add(sample.group(1) + sample.group(2)))
                        .as(line)
                        .isTrue();
                assertThat(types).as(line).containsKey(family(sample.group(1), types));
                var names = LABEL.matcher(String.valueOf(sample.group(2)))
                        .results()
                        .map(label -> label.group(1))
                        .toList();
                assertThat(labels.computeIfAbsent(sample.group(1), _ -> names))
                        .as(line)
                        .isEqualTo(names);
            }
        }
        assertThat(types).hasSizeGreaterThan(10);
    }

    private static void named(String name, String type) {
        assertThat(name).matches(NAME);
        assertThat(List.of(name.split("_", -1)))
                .doesNotContainAnyElementsOf(UNITS_CUT_SHORT)
                .doesNotContainAnyElementsOf(OTHER_UNITS);
        assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
        if (!type.equals("summary") && !type.equals("histogram")) {
            assertThat(PARTS).as(name).noneMatch(name::endsWith);
        }
    }

    private static String family(String name, Map<String, String> types) {
        return PARTS.stream()
                .filter(name::endsWith)
                .map(part -> name.substring(0, name.length() - part.length()))
                .filter(types::containsKey)
                .findFirst()
                .orElse(name);
    }
}
