package io.circleledger.domain.circle;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.ibm.icu.text.UnicodeSet;
import io.circleledger.domain.Seeds;
import io.ledger.core.Parsed.Invalid;
import io.ledger.core.Parsed.Valid;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CircleNameTest {

    private static final String BLANK = "The name is blank; give it at least one character";
    private static final String CONTROL = "The name has a control character; remove it";
    private static final String SURROGATE = "The name has half of a surrogate pair; send valid Unicode";
    private static final String TOO_LONG = "The name has 101 characters; at most 100 are allowed";

    private static final String HIRAGANA_GA = "\u304C";
    private static final String HIRAGANA_GA_DECOMPOSED = "\u304B\u3099";
    private static final String GRINNING_FACE = "\uD83D\uDE00";
    private static final String FAMILY = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66";

    @Nested
    class Length {

        @Test
        void oneCharacterIsAName() {
            assertName("x", "x");
        }

        @Test
        void aHundredCharactersAreAName() {
            assertName("x".repeat(100), "x".repeat(100));
        }

        @Test
        void aHundredAndOneAreNone() {
            assertNone("x".repeat(101), TOO_LONG);
        }

        @Test
        void whiteSpaceAroundTheNameDoesNotCount() {
            assertName(" ".repeat(1_000) + "x".repeat(100) + " ".repeat(1_000), "x".repeat(100));
        }

        @Test
        void whiteSpaceInsideTheNameCounts() {
            assertNone("x" + " ".repeat(99) + "x", TOO_LONG);
        }

        @Test
        void anEmojiOutsideTheBasicPlaneCountsOnce() {
            assertName(GRINNING_FACE.repeat(100), GRINNING_FACE.repeat(100));
            assertNone(GRINNING_FACE.repeat(101), TOO_LONG);
        }

        @Test
        void aJoinedFamilyCountsEveryOneOfItsSevenCodePoints() {
            assertThat(FAMILY.codePointCount(0, FAMILY.length())).isEqualTo(7);
            assertName(FAMILY.repeat(14) + "xx", FAMILY.repeat(14) + "xx");
            assertNone(FAMILY.repeat(14) + "xxx", TOO_LONG);
        }

        @Test
        void whatComposesCountsAsComposed() {
            assertName(HIRAGANA_GA_DECOMPOSED.repeat(100), HIRAGANA_GA.repeat(100));
            assertNone(HIRAGANA_GA_DECOMPOSED.repeat(101), TOO_LONG);
        }

        /** Composition exclusions: form C of these is the decomposed one, which is longer. */
        @ParameterizedTest
        @ValueSource(strings = {"\u0958", "\uFB1D", "\uFB2E", "\u2ADC"})
        void whatGrowsUnderNormalizationCountsAsGrown(String grows) {
            var grown = Normalizer.normalize(grows, Form.NFC);
            assertThat(grown.codePointCount(0, grown.length())).isEqualTo(2);
            assertName("x".repeat(98) + grows, "x".repeat(98) + grown);
            assertNone("x".repeat(99) + grows, TOO_LONG);
            assertName("x" + grows.repeat(49), "x" + grown.repeat(49));
            assertNone(grows.repeat(51), "The name has 102 characters; at most 100 are allowed");
        }

        /** Four written characters that make one are the most there are. */
        @Test
        void aNameMayBeWrittenInFourTimesItsCharacters() {
            var decomposed = "\u03B1\u0313\u0300\u0345";
            assertName(decomposed.repeat(100), "\u1F82".repeat(100));
            assertThat(CircleName.parse(decomposed.repeat(101))).isInstanceOf(Invalid.class);
        }

        /** Marks in the wrong order, of which normalization would sort each past all others. */
        @Test
        void aTextThatWouldTakeMinutesToNormalizeIsRefusedAtOnce() {
            var marks = "a" + "\u0315".repeat(300_000) + "\u0323".repeat(300_000);
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> assertNone(marks, "The name has 600001 characters; at most 100 are allowed"));
        }
    }

    @Nested
    class FormOfTheText {

        @Test
        void aDecomposedNameIsComposed() {
            assertName(HIRAGANA_GA_DECOMPOSED, HIRAGANA_GA);
            assertName("e\u0301cole", "\u00E9cole");
            assertName("\u1112\u1161\u11AB", "\uD55C");
        }

        @Test
        void compatibilityCharactersStay() {
            assertName("\uFF11\uFF2B\uFB01", "\uFF11\uFF2B\uFB01");
        }

        @Test
        void aCircleHasOneNameHoweverItIsTyped() {
            assertThat(CircleName.parse(HIRAGANA_GA_DECOMPOSED)).isEqualTo(CircleName.parse(HIRAGANA_GA));
        }

        /** Two spaces of Unicode normalize to two others; trimmed they are gone either way. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\t", "\n", "\u000B", "\f", "\r", " ", "\u0085", "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002",
                    "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200A", "\u2028", "\u2029",
                    "\u202F", "\u205F", "\u3000",
                })
        void everyWhiteSpaceIsTrimmedAndAloneIsBlank(String space) {
            assertName(space + "Chess" + space, "Chess");
            assertName(space + space + "Chess", "Chess");
            assertName("Chess \u3000" + space, "Chess");
            assertNone(space, BLANK);
            assertNone(space.repeat(3), BLANK);
        }

        @Test
        void noTextIsBlank() {
            assertNone("", BLANK);
            assertNone(" \t\u3000\u00A0\u0085\r\n", BLANK);
        }

        @Test
        void whiteSpaceInsideTheNameStays() {
            assertName("Chess  \u3000\u00A0club", "Chess  \u3000\u00A0club");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Robert'); DROP TABLE circle_events;--",
                    "' OR '1'='1",
                    "\"\\ ${jndi:ldap://x} {{7*7}} <script>",
                    "%00 %s _ %",
                })
        void textThatMeansSomethingElsewhereIsOnlyText(String text) {
            assertName(text, text);
        }
    }

    @Nested
    class Refused {

        @ParameterizedTest
        @MethodSource("io.circleledger.domain.circle.CircleNameTest#controlCharacters")
        void aControlCharacterInsideTheName(int control) {
            assertNone("Ch" + Character.toString(control) + "ess", CONTROL);
        }

        @ParameterizedTest
        @MethodSource("io.circleledger.domain.circle.CircleNameTest#controlCharactersThatAreNoSpace")
        void aControlCharacterAtItsEdgeUnlessItIsWhiteSpace(int control) {
            assertNone(Character.toString(control) + "Chess", CONTROL);
            assertNone("Chess" + Character.toString(control), CONTROL);
            assertNone(Character.toString(control), CONTROL);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\uD83D",
                    "\uDE00",
                    "Chess\uD83D",
                    "Chess\uDE00",
                    "\uD83DChess",
                    "\uDE00Chess",
                    "Ch\uD83Dess",
                    "Ch\uDE00ess",
                    "\uDE00\uD83D",
                    "\uD83D\uD83D\uDE00",
                    "\uD83D\uDE00\uDE00",
                    "\uD800",
                    "\uDBFF",
                    "\uDC00",
                    "\uDFFF",
                    " \uD83D ",
                })
        void halfOfASurrogatePair(String text) {
            assertNone(text, SURROGATE);
        }
    }

    /** Names of the version before, and only of it: ledgers have them. */
    @Nested
    class Stored {

        @ParameterizedTest
        @ValueSource(strings = {"\u200B", "\u2800", "\u3164", "\u202Eeltsiw", "A\u2028B", "a\u200Bb", "\u0301"})
        void aNameThatWouldBeRefusedTodayIsRead(String text) {
            assertThat(CircleName.parse(text)).isInstanceOf(Invalid.class);
            assertThat(CircleName.stored(text)).isEqualTo(new Valid<>(new CircleName(text)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " Chess", "Ch\u0000ess", "Chess\uD83D", "e\u0301cole"})
        void whatNeverWasANameIsNot(String text) {
            assertThat(CircleName.stored(text)).isInstanceOf(Invalid.class);
        }
    }

    @Nested
    class MadeDirectly {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    " Chess",
                    "Chess ",
                    "\u3000Chess",
                    "Chess\u00A0",
                    "Chess\u0085",
                    "\nChess",
                    HIRAGANA_GA_DECOMPOSED,
                    "e\u0301cole",
                    "\u0958",
                    "\u212B",
                })
        void aNameMustBeInItsFinalFormAlready(String text) {
            assertThat(CircleName.parse(text)).isInstanceOf(Valid.class);
            assertThatIllegalArgumentException().isThrownBy(() -> new CircleName(text));
        }

        @Test
        void aNameKeepsTheRulesToo() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new CircleName(""))
                    .withMessage(BLANK);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new CircleName("x".repeat(101)))
                    .withMessage(TOO_LONG);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new CircleName("Ch\u0000ess"))
                    .withMessage(CONTROL);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new CircleName("Chess\uD83D"))
                    .withMessage(SURROGATE);
        }

        @Test
        void aNameReadsAsItsText() {
            assertThat(new CircleName("Chess")).hasToString("Chess");
        }
    }

    /** Random text of every awkward kind, judged by a second reading of the rule. */
    @Nested
    class RandomText {

        private static final int TEXTS = 2_000;
        private static final Pattern EDGES = Pattern.compile("^\\p{IsWhite_Space}+|\\p{IsWhite_Space}+$");
        private static final Pattern REFUSED = Pattern.compile("\\p{Cc}|\\p{Cs}");

        /** What the characters of these texts can be hidden by, as the tables of ICU have it. */
        private static final UnicodeSet HIDDEN = new UnicodeSet(
                "[[:DI:][:Zl:][:Zp:][:Noncharacter_Code_Point:]\\u2800\\uFFF9-\\uFFFC\\U00016FE4\\U0001D159]");

        private static final String JOINING_SCRIPTS = Stream.of(
                        "Adlam Arabic Balinese Bengali Chakma Devanagari Gujarati"
                                .concat(" Gurmukhi Hanifi_Rohingya Javanese Kannada Khmer Malayalam Mandaic Mongolian"
                                        + " Myanmar")
                                .concat(" Nko Oriya Sinhala Syriac Tamil Telugu Tibetan")
                                .split(" "))
                .map("\\p{Is%s}"::formatted)
                .collect(joining());

        private static final UnicodeSet SEEN = new UnicodeSet("[[:L:][:N:][:P:][:S:][:Mc:][:Co:][:Cn:]-[:DI:]]");

        /** Joiners that show something, and after which. */
        private static final Pattern JOINERS_IN_PLACE = Pattern.compile("(\\p{IsExtended_Pictographic}"
                + "[\\uFE0F\\p{IsEmoji_Modifier}]*)\\u200D(?=\\p{IsExtended_Pictographic})"
                + "|([\\p{L}&&[" + JOINING_SCRIPTS + "]][\\p{M}&&[^\\u034F\\uFE00-\\uFE0F]]*)\\u200D");

        private static final Pattern SELECTORS_IN_PLACE =
                Pattern.compile("([\\p{L}\\p{N}\\p{P}\\p{S}\\p{Co}\\p{Cn}])[\\uFE00-\\uFE0F]"
                        + "|(\\p{IsIdeographic})[\\x{E0100}-\\x{E01EF}]");

        /** No base for a selector. */
        private static final String MARK = "\u0305";

        @ParameterizedTest
        @MethodSource("io.circleledger.domain.circle.CircleNameTest#seeds")
        void isANameExactlyWhenTheRuleSaysSo(long seed) {
            var random = new Random(seed);
            var names = 0;
            for (var i = 0; i < TEXTS; i++) {
                var text = text(random);
                var parsed = parsed(text);
                assertThat(parsed)
                        .as("seed %d, text %d: %s", seed, i, escaped(text))
                        .isEqualTo(expected(text));
                names += parsed.isPresent() ? 1 : 0;
            }
            assertThat(names).as("names of seed %d", seed).isBetween(TEXTS / 10, TEXTS * 9 / 10);
        }

        @ParameterizedTest
        @MethodSource("io.circleledger.domain.circle.CircleNameTest#seeds")
        void parsedAgainStaysAsItIs(long seed) {
            var random = new Random(seed);
            for (var i = 0; i < TEXTS; i++) {
                var text = text(random);
                var once = parsed(text);
                var twice = once.flatMap(RandomText::parsed);
                assertThat(twice)
                        .as("seed %d, text %d: %s", seed, i, escaped(text))
                        .isEqualTo(once);
            }
        }

        private static Optional<String> parsed(String text) {
            return switch (CircleName.parse(text)) {
                case Valid<CircleName>(var name) -> Optional.of(name.value());
                case Invalid<CircleName> _ -> Optional.empty();
            };
        }

        private static Optional<String> expected(String text) {
            if (REFUSED.matcher(EDGES.matcher(text).replaceAll("")).find()) {
                return Optional.empty();
            }
            var name = Normalizer.normalize(EDGES.matcher(text).replaceAll(""), Form.NFC);
            var characters = name.codePoints().count();
            return Optional.of(name)
                    .filter(_ -> characters >= 1 && characters <= 100)
                    .filter(_ -> !HIDDEN.containsSome(withoutShown(name)))
                    .filter(_ -> SEEN.containsSome(name));
        }

        private static String withoutShown(String name) {
            var joined = JOINERS_IN_PLACE.matcher(name).replaceAll("$1$2" + MARK);
            return SELECTORS_IN_PLACE.matcher(joined).replaceAll("$1$2" + MARK);
        }

        private static String text(Random random) {
            var text = new StringBuilder();
            var characters = random.nextInt(4) == 0 ? 90 + random.nextInt(20) : random.nextInt(8);
            var odd = random.nextInt(3);
            for (var i = 0; i < characters; i++) {
                append(text, random, odd == 0 ? random.nextInt(12) : random.nextInt(9));
            }
            return text.toString();
        }

        private static void append(StringBuilder text, Random random, int kind) {
            switch (kind) {
                case 0 -> text.appendCodePoint(0x20);
                case 1 -> text.append("\u3000\u00A0\u2000\u2028\t".charAt(random.nextInt(5)));
                case 2 -> text.appendCodePoint(0x300 + random.nextInt(0x70));
                case 3 -> text.append("\u304B\u3099\u0958\uFB1D\u0344\u212B\u0374".charAt(random.nextInt(7)));
                case 4 -> text.appendCodePoint(0x1100 + random.nextInt(0x100));
                case 5 -> text.appendCodePoint(0x1F300 + random.nextInt(0x300));
                case 6 -> text.append(random.nextBoolean() ? "\u200D" : "\uFE0F");
                case 7 -> text.appendCodePoint('A' + random.nextInt(26));
                case 8 -> text.appendCodePoint(random.nextBoolean() ? 0x1D15E : 0x2F800 + random.nextInt(0x21E));
                case 9 -> text.append((char) random.nextInt(0x100));
                case 10 -> text.append((char) (0xD800 + random.nextInt(0x800)));
                default -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
            }
        }

        private static String escaped(String text) {
            var escaped = new StringBuilder();
            text.chars().forEach(c -> escaped.append("\\u%04X".formatted(c)));
            return escaped.toString();
        }
    }

    static LongStream seeds() {
        return Seeds.fixedAndOneFresh();
    }

    static IntStream controlCharacters() {
        return IntStream.concat(IntStream.rangeClosed(0x00, 0x1F), IntStream.rangeClosed(0x7F, 0x9F));
    }

    static IntStream controlCharactersThatAreNoSpace() {
        return controlCharacters().filter(c -> !(c >= 0x09 && c <= 0x0D) && c != 0x85);
    }

    private static void assertName(String text, String expected) {
        assertThat(CircleName.parse(text)).isEqualTo(new Valid<>(new CircleName(expected)));
    }

    private static void assertNone(String text, String reason) {
        assertThat(CircleName.parse(text)).isEqualTo(new Invalid<>(reason));
    }
}
