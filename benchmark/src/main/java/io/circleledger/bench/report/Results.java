package io.circleledger.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that a run has found so far; what failed is part of it. */
public final class Results {

    private final Map<String, List<Double>> figures = new LinkedHashMap<>();
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();
    private final Map<String, List<String>> profiles = new LinkedHashMap<>();

    /** Adds the figure of one more round. */
    public void add(String name, double value) {
        figures.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    public Samples samples(String name) {
        return new Samples(figures.getOrDefault(name, List.of()));
    }

    /** The names of the figures that begin like this, in the order in which they came. */
    public List<String> namesOf(String beginning) {
        return figures.keySet().stream().filter(it -> it.startsWith(beginning)).toList();
    }

    /** Something that is no figure: a version, a setting, a size. */
    public void fact(String name, String value) {
        facts.put(name, value);
    }

    public Map<String, String> facts() {
        return facts;
    }

    public void failed(String section, String reason) {
        failures.put(section, reason);
    }

    public Map<String, String> failures() {
        return failures;
    }

    /** The lines that say where the time of a path goes. */
    public void profile(String path, List<String> lines) {
        profiles.put(path, List.copyOf(lines));
    }

    public Map<String, List<String>> profiles() {
        return profiles;
    }
}
