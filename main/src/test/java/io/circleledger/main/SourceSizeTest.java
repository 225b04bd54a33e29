package io.circleledger.main;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** No function is longer than a screen, no file longer than one sitting, and the whole ledger short enough to read. */
class SourceSizeTest {

    /** From the first line of its declaration, annotations included, to its closing brace. */
    private static final int MOST_LINES_OF_A_FUNCTION = 70;

    private static final int MOST_LINES_OF_A_FILE = 400;

    /** The ledger of circles: all that is not the engine, the stores it runs on, or the benchmark. */
    private static final Set<String> ROOMS_OF_THE_LEDGER =
            Set.of("domain", "command", "query", "infrastructure", "api", "console", "main");

    private static final int MOST_LINES_OF_THE_LEDGER = 7_500;

    private final SourceTrees sources = SourceTrees.parsed();

    @Test
    void noFunctionIsLongerThanAScreen() {
        assertThat(sources.units()).hasSizeGreaterThan(200);
        assertThat(sources.units().stream().flatMap(unit -> longFunctions(unit).stream()))
                .isEmpty();
    }

    @Test
    void noFileIsLongerThanOneSitting() {
        assertThat(sources.units().stream()
                        .filter(unit -> lines(unit) > MOST_LINES_OF_A_FILE)
                        .map(unit -> SourceTrees.place(unit) + " has " + lines(unit) + " lines"))
                .isEmpty();
    }

    @Test
    void theLedgerOfCirclesIsShortEnoughToRead() {
        var lines = sources.units().stream()
                .filter(unit -> !Set.of("engine", "stores", "benchmark").contains(room(unit)))
                .collect(groupingBy(SourceSizeTest::room, TreeMap::new, summingLong(SourceSizeTest::lines)));
        assertThat(lines.keySet()).isEqualTo(ROOMS_OF_THE_LEDGER);
        assertThat(lines.values().stream().mapToLong(Long::longValue).sum())
                .as("lines of %s", lines)
                .isLessThanOrEqualTo(MOST_LINES_OF_THE_LEDGER);
    }

    private static String room(CompilationUnitTree unit) {
        return Path.of(SourceTrees.place(unit)).getName(0).toString();
    }

    private static long lines(CompilationUnitTree unit) {
        try {
            return unit.getSourceFile().getCharContent(true).toString().lines().count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> longFunctions(CompilationUnitTree unit) {
        var found = new ArrayList<String>();
        var positions = sources.trees().getSourcePositions();
        new TreeScanner<Void, Void>() {

            @Override
            public Void visitMethod(MethodTree method, Void nothing) {
                var start = positions.getStartPosition(unit, method);
                var end = positions.getEndPosition(unit, method);
                // A record's own members have no place in the source.
                if (start >= 0 && end >= 0) {
                    var map = unit.getLineMap();
                    var lines = map.getLineNumber(end) - map.getLineNumber(start) + 1;
                    if (lines > MOST_LINES_OF_A_FUNCTION) {
                        found.add("%s: %s has %d lines".formatted(SourceTrees.place(unit), method.getName(), lines));
                    }
                }
                return super.visitMethod(method, null);
            }
        }.scan(unit, null);
        return found;
    }
}
