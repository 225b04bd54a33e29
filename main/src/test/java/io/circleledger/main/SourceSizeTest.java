package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No function is longer than a screen, no file longer than one sitting. */
class SourceSizeTest {

    /** From the first line of its declaration, annotations included, to its closing brace. */
    private static final int MOST_LINES_OF_A_FUNCTION = 70;

    private static final int MOST_LINES_OF_A_FILE = 400;

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
                return super.visitMethod(method, nothing);
            }
        }.scan(unit, null);
        return found;
    }
}
