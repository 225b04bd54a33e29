package io.ledger.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many rows at once. */
class RowsAtOnceTest {

    private final Map<Integer, String> kept = new LinkedHashMap<>();

    @Test
    void haveTheirResultsInTheirOrder() {
        var rows = List.of(3, 1, 2);
        var done = RowsAtOnce.each(rows, 2, row -> "row " + row, kept::putAll);
        assertThat(done.keySet()).containsExactlyElementsOf(rows);
        assertThat(kept).isEqualTo(Map.of(1, "row 1", 2, "row 2", 3, "row 3"));
    }

    @Test
    void areCarriedOutInTheirOrderWithinATurn() {
        var rows = IntStream.range(0, 500).boxed().toList();
        Map<Integer, List<Integer>> turns = new ConcurrentHashMap<>();
        var done = RowsAtOnce.each(
                rows,
                64,
                row -> row % 7,
                row -> {
                    turns.computeIfAbsent(row % 7, _ -> new ArrayList<>()).add(row);
                    return row;
                },
                _ -> {});
        assertThat(done.keySet()).containsExactlyElementsOf(rows);
        assertThat(turns.values())
                .hasSize(7)
                .allSatisfy(turn -> assertThat(turn).isSorted());
    }

    @Test
    void keepWhatWasDoneBeforeOneFailed() {
        var failure = new IllegalStateException("no");
        assertThat(catchThrowable(() -> RowsAtOnce.each(
                        List.of(1, 2),
                        1,
                        row -> {
                            if (row == 2) {
                                throw failure;
                            }
                            return "done";
                        },
                        kept::putAll)))
                .isSameAs(failure);
        assertThat(kept).isEqualTo(Map.of(1, "done"));
    }

    /** A row whose thread dies has no result: the step must not go on as if it were done. */
    @Test
    void failAlsoWhenAThreadDiesOfAnError() {
        var error = new StackOverflowError("too deep");
        assertThat(catchThrowable(() -> RowsAtOnce.each(
                        List.of(1),
                        1,
                        _ -> {
                            throw error;
                        },
                        kept::putAll)))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(error);
        assertThat(kept).isEmpty();
    }
}
