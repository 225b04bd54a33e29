package io.circleledger.infrastructure.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldedTextTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "テニス, ﾃﾆｽ",
        "テニス, てにす",
        "テニス, テにｽ",
        "ガギグゲゴ, ｶﾞｷﾞｸﾞｹﾞｺﾞ",
        "パピプ, ぱぴぷ",
        "パピプ, ﾊﾟﾋﾟﾌﾟ",
        "が, か\u3099",
        "ヴ, ゔ",
        "ヷ, わ\u3099",
        "ヽヾ, ゝゞ",
        "より, ゟ",
        "コト, ヿ",
        "サークル, ｻｰｸﾙ",
        "tennis, TENNIS",
        "tennis, Ｔｅｎｎｉｓ",
        "strasse, Straße",
        "STRASSE, STRAẞE",
        "σοφοσ, ΣΟΦΟΣ",
        "σοφος, ΣΟΦΟΣ",
        "é, e\u0301",
        "iv, Ⅳ",
        "Ⅳ, ⅳ",
        "1, ①",
        "株式会社, ㍿",
        "キロ, ㌔",
        "i\u0307, İ",
        "👨👩, 👨\u200d👩",
        "❤, ❤\ufe0f",
        "ab, a\u00adb",
        "가, 가"
    })
    void theseAreTheSame(String one, String other) {
        assertThat(FoldedText.of(other)).isEqualTo(FoldedText.of(one));
    }

    @ParameterizedTest(name = "{0} is not {1}")
    @CsvSource({
        "サークル, サアクル",
        "e, é",
        "か, が",
        "ツ, ッ",
        "i, İ",
        "i, ı",
        "会, 會",
        "👍, 👍🏽",
        "ゐ, い",
    })
    void theseAreNot(String one, String other) {
        assertThat(FoldedText.of(other)).isNotEqualTo(FoldedText.of(one));
    }

    @Test
    void whatIsFoldedStaysAsItIs() {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++) {
            var text = random.ints(1 + random.nextInt(6), 0, 0x31FFF)
                    .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            var folded = FoldedText.of(text);

            assertThat(FoldedText.of(folded)).as(text).isEqualTo(folded);
        }
    }

    @Test
    void theKeyOfALongNameIsCutBetweenCharacters() {
        assertThat(FoldedText.sortKey("👍".repeat(101))).isEqualTo("👍".repeat(100));
        assertThat(FoldedText.sortKey("a".repeat(100))).isEqualTo("a".repeat(100));
    }
}
