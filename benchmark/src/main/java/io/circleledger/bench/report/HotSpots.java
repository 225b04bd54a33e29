package io.circleledger.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** The hottest places of a recording: where time was spent, which of our methods led there, and what was allocated. */
public final class HotSpots {

    private static final int SHOWN = 3;
    private static final String OURS = "io.circleledger.";

    private final Map<String, Double> cpuTop = new HashMap<>();
    private final Map<String, Double> cpuOurs = new HashMap<>();
    private final Map<String, Double> sampledTop = new HashMap<>();
    private final Map<String, Double> sampledOurs = new HashMap<>();
    private final Map<String, Double> allocated = new HashMap<>();

    private HotSpots() {}

    public static HotSpots of(Path recording) throws IOException {
        var spots = new HotSpots();
        try (var file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                spots.take(file.readEvent());
            }
        }
        return spots;
    }

    private void take(RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case "jdk.CPUTimeSample" -> sample(event, cpuTop, cpuOurs);
            case "jdk.ExecutionSample" -> sample(event, sampledTop, sampledOurs);
            case "jdk.ObjectAllocationSample" ->
                allocated.merge(
                        event.getClass("objectClass").getName() + " in " + nearest(event, HotSpots::isOurs),
                        (double) event.getLong("weight"),
                        Double::sum);
            default -> {}
        }
    }

    private static void sample(RecordedEvent event, Map<String, Double> top, Map<String, Double> ours) {
        top.merge(nearest(event, _ -> true), 1.0, Double::sum);
        ours.merge(nearest(event, HotSpots::isOurs), 1.0, Double::sum);
    }

    private static boolean isOurs(RecordedFrame frame) {
        return frame.getMethod().getType().getName().startsWith(OURS);
    }

    /** The frame that is nearest to where the time went. */
    private static String nearest(RecordedEvent event, Function<RecordedFrame, Boolean> wanted) {
        var trace = event.getStackTrace();
        if (trace == null) {
            return "code without a stack";
        }
        return trace.getFrames().stream()
                .filter(frame -> frame.isJavaFrame() && wanted.apply(frame))
                .findFirst()
                .map(HotSpots::name)
                .orElse("the libraries alone");
    }

    private static String name(RecordedFrame frame) {
        var method = frame.getMethod();
        var type = method.getType().getName();
        return type.substring(type.lastIndexOf('.') + 1) + "." + method.getName();
    }

    /** The report: three lines of three. */
    public List<String> lines() {
        var byCpuTime = !cpuTop.isEmpty();
        var lines = new ArrayList<String>();
        lines.add("hottest methods, by " + (byCpuTime ? "CPU time" : "samples of running Java code") + ": "
                + hottest(byCpuTime ? cpuTop : sampledTop));
        lines.add("of our own methods on top of the stack: " + hottest(byCpuTime ? cpuOurs : sampledOurs));
        lines.add("most allocated: " + hottest(allocated));
        return lines;
    }

    private static String hottest(Map<String, Double> weights) {
        var all = weights.values().stream().mapToDouble(it -> it).sum();
        var found = weights.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(SHOWN)
                .map(it -> String.format(Locale.ROOT, "`%s` %.0f %%", it.getKey(), 100 * it.getValue() / all))
                .toList();
        return found.isEmpty() ? "nothing was sampled" : String.join(", ", found);
    }
}
