package io.ledger.core.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledger.core.read.PagedEntries.EntryPage;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PagedEntriesTest {

    @Test
    void hasTheEntriesOfAllPagesAndReadsEachWhenItIsNeeded() {
        var read = new ArrayList<Integer>();
        var entries = new PagedEntries<>(new EntryPage<>(List.of("a", "b"), Optional.of(2)), place -> {
            read.add(place);
            return place == 4
                    ? new EntryPage<>(List.of("c"), Optional.empty())
                    : new EntryPage<>(List.of(), Optional.of(place + 1));
        });

        assertThat(entries.next()).isEqualTo("a");
        assertThat(entries.next()).isEqualTo("b");
        assertThat(read).isEmpty();
        assertThat(entries.next()).isEqualTo("c");
        assertThat(read).containsExactly(2, 3, 4);
        assertThat(entries.hasNext()).isFalse();
        assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
    }
}
