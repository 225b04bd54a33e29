package io.circleledger.infrastructure.stored;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.CircleSamples;
import io.circleledger.domain.circle.Circles;
import io.ledger.core.StreamId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CircleDocumentTest {

    private static final CircleDocument CODEC = new CircleDocument();

    private static final StreamId ID = Circles.stream("0199f0a4-1111-7000-8000-000000000001");
    private static final StreamId OTHER = Circles.stream("0199f0a4-1111-7000-8000-000000000002");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Chess",
                "テニス部",
                "\"quoted\" and \\ back",
                "\"",
                "\\",
                "\",\"capacity\":7,\"version\":9}",
                "{\"id\":\"x\",\"name\":\"y\"}",
                ",\"version\":3",
                "🎻 strings"
            })
    void whatIsWrittenIsRead(String name) {
        var view = CircleSamples.view(ID.id(), name, 20, 3);
        assertThat(CODEC.decode(ID, CODEC.encode(view))).hasValue(view);
    }

    @Test
    void nothingElseIsRead() {
        var document = CODEC.encode(CircleSamples.view(ID.id(), "Chess", 20, 3));
        assertThat(CODEC.decode(OTHER, document)).isEmpty();
        assertThat(CODEC.decode(ID, document + " ")).isEmpty();
        assertThat(CODEC.decode(ID, document.replace("20", "020"))).isEmpty();
        assertThat(CODEC.decode(ID, document.replace("20", "20.0"))).isEmpty();
        assertThat(CODEC.decode(ID, document.replace("20", "99999999999"))).isEmpty();
        assertThat(CODEC.decode(ID, document.replace("Chess", "Ch\tess"))).isEmpty();
        assertThat(CODEC.decode(ID, document.replace("Chess", "Ch\\u0065ss"))).isEmpty();
        assertThat(CODEC.decode(ID, document.replace("}", ",\"more\":1}"))).isEmpty();
        for (var length = 0; length < document.length(); length++) {
            assertThat(CODEC.decode(ID, document.substring(0, length))).isEmpty();
            assertThat(CODEC.decode(ID, document.substring(length + 1))).isEmpty();
        }
    }

    /** Whatever is done to a document: what is read from it would be written exactly so. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsReadWouldBeWrittenSo(long seed) {
        var random = new Random(seed);
        var alphabet = "\"\\,:{}0123456789 aidnamecpctyversio\t\n";
        var read = 0;
        for (var i = 0; i < 20_000; i++) {
            var view = CircleSamples.view(ID.id(), "a\"b " + i, 3 + i % 30_000, 1 + i % 9);
            var document = new StringBuilder(CODEC.encode(view));
            for (var changes = random.nextInt(3); changes > 0; changes--) {
                var at = random.nextInt(document.length());
                switch (random.nextInt(3)) {
                    case 0 -> document.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    case 1 -> document.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    default -> document.deleteCharAt(at);
                }
            }
            var text = document.toString();
            var found = CODEC.decode(ID, text);
            read += found.isPresent() ? 1 : 0;
            found.ifPresent(
                    it -> assertThat(CODEC.encode(it)).as("seed %d", seed).isEqualTo(text));
        }
        assertThat(read).isBetween(5_000, 19_000);
    }
}
