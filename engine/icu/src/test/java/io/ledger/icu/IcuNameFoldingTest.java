package io.ledger.icu;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.text.NameFolding;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IcuNameFoldingTest {

    private static final NameFolding FOLDING = new IcuNameFolding();

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
        "Café, cafe",
        "Ålesund, alesund",
        "Ørsted, Orsted",
        "Øresund-Łódź, oresundlodz",
        "İ, i",
        "Ἀθῆναι, Αθηναι",
        "ёлка, елка",
        "iv, Ⅳ",
        "Ⅳ, ⅳ",
        "1, ①",
        "株式会社, ㍿",
        "キロ, ㌔",
        "👨👩, 👨\u200d👩",
        "❤, ❤\ufe0f",
        "ab, a\u00adb",
        "가, 가",
        "東京〜大阪会, 東京～大阪会",
        "東京〜大阪会, 東京~大阪会",
        "髙橋会, 高橋会",
        "山﨑会, 山崎会",
        "𠮷田会, 吉田会",
        "濵田会, 浜田会",
        "濱田会, 浜田会",
        "渡邊会, 渡辺会",
        "渡邉会, 渡辺会",
        "齋藤会, 斉藤会",
        "齊藤会, 斎藤会",
        "葛\udb40\udd00城, 葛城",
        "神社, 神社",
        "演劇會, 演劇会",
        "Ｅ．Ｓ．Ｓ．, ESS",
        "E・S・S, ESS",
        "O'Reilly読書会, OReilly読書会",
        "O’Reilly読書会, O'Reilly読書会",
        "バイオリン部, ヴァイオリン部",
        "ビオラ, ヴィオラ",
        "ブント, ヴント",
        "ベール, ヴェール",
        "ボーカル, ヴォーカル",
        "デビュー, デヴュー",
        "エビス, ヱビス",
        "関ケ原, 関ヶ原",
        "サークル, サ－クル",
        "サークル, サ−クル",
        "サークル, サ—クル",
        "サークル, サーークル",
        "テニス 愛好会, テニス愛好会",
        "テニス　愛好会, テニス愛好会",
        "「テニス」（愛好会）, テニス愛好会",
        "ア・カペラ, アカペラ",
        "C♯, Ｃ＃",
        "もじ\u200bれつ, もじれつ",
        "ゲーム\u2028部, ゲーム部",
    })
    void theseAreTheSame(String one, String other) {
        assertThat(FOLDING.fold(other)).isEqualTo(FOLDING.fold(one));
    }

    @ParameterizedTest(name = "{0} is not {1}")
    @CsvSource({
        "サークル, サアクル",
        "か, が",
        "は, ぱ",
        "ツ, ッ",
        "ビル, ビール",
        "C, C#",
        "RB, R&B",
        "👍, 👍🏽",
        "ди, дй",
        "क, कि",
        "囲碁, 将棋",
        "!, ?",
        "・, 。",
    })
    void theseAreNot(String one, String other) {
        assertThat(FOLDING.fold(other)).isNotEqualTo(FOLDING.fold(one));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!?", "...", "・", "〜", "「」", "\u200b", "\u2800", "\u2028", "\u3164", "\u0301"})
    void noNameFoldsToNothing(String name) {
        assertThat(FOLDING.fold(name)).isNotEmpty();
    }

    @ParameterizedTest(name = "{0} has {1}")
    @CsvSource({
        "テニス 愛好会, テニス|アイ好会",
        "テニス　愛好会, テニス|アイ好会",
        "' Rock  &  Roll ', rock|&|roll",
        "E.S.S. - club, ess|club",
        "same SAME, same",
        "!?, !?",
    })
    void aTextHasTheWordsThatWhiteSpaceSetsApart(String text, String words) {
        assertThat(FOLDING.words(text.replace("愛", "あい"))).containsExactly(words.split("\\|", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200b", " \u3000", "\ufe0f \u200d", "\u3164", ""})
    void aTextOfWhatIsNotSeenHasNoWords(String text) {
        assertThat(FOLDING.words(text)).isEmpty();
    }

    /** The usual form of a kanji is usual, so that folding ends. */
    @Test
    void everyKanjiFoldsToOneThatStays() {
        IntStream.rangeClosed(0x3400, 0x3FFFF).forEach(c -> {
            var usual = KanjiVariants.usual(c);
            assertThat(KanjiVariants.usual(usual)).isEqualTo(usual);
            assertThat(Character.isIdeographic(usual) || usual == c).isTrue();
        });
    }

    @Test
    void whatIsFoldedStaysAsItIs() {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++) {
            var text = random.ints(1 + random.nextInt(6), 0, 0x31FFF)
                    .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            var folded = FOLDING.fold(text);

            assertThat(FOLDING.fold(folded)).as(text).isEqualTo(folded);
        }
    }
}
