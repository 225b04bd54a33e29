package io.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.circleledger.infrastructure.stored.CircleStreams;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySpaceTest {

    private final KeySpace bare = new KeySpace(CircleStreams.REDIS, false);
    private final KeySpace tagged = new KeySpace(CircleStreams.REDIS, true);

    @Test
    void theFirstGenerationHasTheBareNames() {
        assertThat(bare.generation(1).document("x")).isEqualTo("circle:x");
        assertThat(bare.generation(1).list()).isEqualTo("circles:list");
        assertThat(bare.generation(12).document("x")).isEqualTo("circles:g12:circle:x");
        assertThat(bare.generation(12).list()).isEqualTo("circles:g12:list");
    }

    @Test
    void allKeysOfAClusterHaveOneHashTag() {
        var keys = Stream.concat(
                Stream.of(tagged.generation(), tagged.previous(), tagged.newest(), tagged.claim()),
                Stream.of(1L, 12L)
                        .map(tagged::generation)
                        .flatMap(keysOf -> Stream.concat(Stream.of(keysOf.model()), Stream.of(keysOf.document("x")))));

        assertThat(keys).hasSize(16).allMatch(key -> key.startsWith("{circles}:circle"));
    }

    @Test
    void theKeyOfADocumentTellsItsId() {
        for (var space : new KeySpace[] {bare, tagged}) {
            for (var number : new long[] {1, 2, 12}) {
                var keys = space.generation(number);
                assertThat(space.documentId(keys.document("x"))).contains("x");
                assertThat(keys.model()).allMatch(key -> space.documentId(key).isEmpty());
            }
            assertThat(space.documentId("circles:g2")).isEmpty();
            assertThat(space.documentId("theirs:circle:x")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "1, 1",
        "999999999999999, 999999999999999",
        "0, 1",
        "07, 1",
        "g7, 1",
        "-7, 1",
        "1000000000000000, 1"
    })
    void aTextThatIsNoNumberNamesTheFirstGeneration(String text, long number) {
        assertThat(GenerationNumber.parse(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "circle", "circles:", "Circle:", "ci*cle:", "{circle}:", "a:b:"})
    void aPrefixThatCannotBeToldApartIsRefused(String prefix) {
        assertThatThrownBy(() -> new RedisReadModel<>("circle", prefix, "circles", CircleStreams.REDIS.codec()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
