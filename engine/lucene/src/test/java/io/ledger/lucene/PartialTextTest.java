package io.ledger.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;

class PartialTextTest {

    private static final PartialText TEXT = new PartialText("one", "two");
    private static final List<String> PIECES = List.of("a", "b", "ab", "ba", "👍", "髙", "が", "か\u3099", " ");

    @Test
    void aTextIsFoundByEachOfItsPartsAndByNothingElse() throws IOException {
        var seed = Long.getLong("search.seed", new Random().nextLong());
        System.out.println("search.seed=" + seed);
        var random = new Random(seed);
        var texts = IntStream.range(0, 200).mapToObj(_ -> text(random, 6)).toList();
        try (var directory = new ByteBuffersDirectory();
                var writer = new IndexWriter(directory, new IndexWriterConfig())) {
            var pieces = TEXT.writer();
            var fields = new ArrayList<IndexableField>();
            pieces.addTo(fields);
            for (var text : texts) {
                pieces.set(text);
                writer.addDocument(fields);
            }
            try (var reader = DirectoryReader.open(writer)) {
                var searcher = new IndexSearcher(reader);
                for (var i = 0; i < 300; i++) {
                    var part = text(random, 3);
                    assertThat(searcher.count(TEXT.containing(part)))
                            .as("seed %d, part %s", seed, part)
                            .isEqualTo((int) texts.stream()
                                    .filter(text -> text.contains(part))
                                    .count());
                }
            }
        }
    }

    @Test
    void anEmptyPartIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TEXT.containing(""));
    }

    private static String text(Random random, int most) {
        var text = new StringBuilder();
        for (var pieces = 1 + random.nextInt(most); pieces > 0; pieces--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }
}
