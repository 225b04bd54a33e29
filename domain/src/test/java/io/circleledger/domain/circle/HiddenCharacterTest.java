package io.circleledger.domain.circle;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import io.ledger.core.Parsed.Invalid;
import io.ledger.core.Parsed.Valid;
import io.ledger.core.text.HiddenCharacter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HiddenCharacterTest {

    @Test
    void ourRangesAreThoseOfUnicode() {
        for (var codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            assertThat(HiddenCharacter.isDefaultIgnorable(codePoint))
                    .as("U+%04X", codePoint)
                    .isEqualTo(UCharacter.hasBinaryProperty(codePoint, UProperty.DEFAULT_IGNORABLE_CODE_POINT));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200B, ZERO WIDTH SPACE, shows nothing",
        "FEFF, ZERO WIDTH NO-BREAK SPACE, shows nothing",
        "AD, SOFT HYPHEN, shows nothing",
        "34F, COMBINING GRAPHEME JOINER, shows nothing",
        "2060, WORD JOINER, shows nothing",
        "2800, BRAILLE PATTERN BLANK, shows nothing",
        "3164, HANGUL FILLER, shows nothing",
        "115F, HANGUL CHOSEONG FILLER, shows nothing",
        "1160, HANGUL JUNGSEONG FILLER, shows nothing",
        "FFA0, HALFWIDTH HANGUL FILLER, shows nothing",
        "180E, MONGOLIAN VOWEL SEPARATOR, shows nothing",
        "200D, ZERO WIDTH JOINER, shows nothing",
        "200C, ZERO WIDTH NON-JOINER, shows nothing",
        "E0001, LANGUAGE TAG, shows nothing",
        "E0061, TAG LATIN SMALL LETTER A, shows nothing",
        "E007F, CANCEL TAG, shows nothing",
        "E0100, VARIATION SELECTOR-17, shows nothing",
        "FFFC, OBJECT REPLACEMENT CHARACTER, shows nothing by itself",
        "1D159, MUSICAL SYMBOL NULL NOTEHEAD, shows nothing by itself",
        "2028, LINE SEPARATOR, breaks the line",
        "2029, PARAGRAPH SEPARATOR, breaks the line",
        "202A, LEFT-TO-RIGHT EMBEDDING, turns the text around",
        "202E, RIGHT-TO-LEFT OVERRIDE, turns the text around",
        "2066, LEFT-TO-RIGHT ISOLATE, turns the text around",
        "2069, POP DIRECTIONAL ISOLATE, turns the text around",
        "200E, LEFT-TO-RIGHT MARK, turns the text around",
        "200F, RIGHT-TO-LEFT MARK, turns the text around",
        "61C, ARABIC LETTER MARK, turns the text around",
    })
    void aHiddenCharacterIsNamedWithItsPlace(String hex, String name, String effect) {
        assertThat(CircleName.parse("\uD83D\uDE00e" + Character.toString(Integer.parseInt(hex, 16)) + "x"))
                .isEqualTo(new Invalid<>("The name has U+%4s %s as character 3, which %s; remove it"
                        .formatted(hex, name, effect)
                        .replace("U+  AD", "U+00AD")
                        .replace("U+ ", "U+0")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF, 0xFDD0, 0xFDEF})
    void whatIsNoCharacterHasNoName(int codePoint) {
        assertThat(CircleName.parse("x" + Character.toString(codePoint)))
                .isEqualTo(
                        new Invalid<>("The name has U+%04X as character 2, which Unicode has kept free of characters;"
                                .formatted(codePoint)
                                .concat(" remove it")));
    }

    /** Joiners and selectors where they show something. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67", // a family
                "\uD83C\uDFF3\uFE0F\u200D\uD83C\uDF08", // the rainbow flag
                "\uD83E\uDDD1\uD83C\uDFFD\u200D\uD83D\uDCBB", // somebody with a skin tone and a computer
                "\uD83C\uDFC3\u200D\u27A1\uFE0F", // running to the right
                "\u2764\uFE0F\u200D\uD83D\uDD25", // a heart on fire
                "1\uFE0F\u20E3", // a keycap
                "\u2600\uFE0E", // the sun as text
                "\u845B\uDB40\uDD00\u57CE", // 葛 in the form that a city wants
                "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F", // England
                "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", // Persian: mi-khaham
                "\u0915\u094D\u200D\u0937", // Devanagari: half a ka
                "\u0DC1\u0DCA\u200D\u0DBB\u0DD3", // Sinhala: Sri
                "\u09B0\u200D\u09CD\u09AF", // Bengali: ra and ya
                "\u0D28\u0D4D\u200D", // Malayalam: an old chillu at the end
                "\u182D\u180B\u1820", // Mongolian with a selector
            })
    void whatShowsSomethingInItsPlaceStays(String text) {
        assertThat(CircleName.parse(text)).isEqualTo(new Valid<>(new CircleName(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uD83D\uDC68\u200D", // a joiner that joins nothing
                "\u200D\uD83D\uDC68",
                "\uD83D\uDC68\u200D\u200D\uD83D\uDC69",
                "\uD83D\uDC68\u200Dx",
                "\u30C6\u200D\u30CB",
                "\uFE0F", // selectors of nothing
                "\uFE0Fx",
                "x \uFE0F",
                "x\uFE0F\uFE0F",
                "x\u0301\uFE0F",
                "x\uDB40\uDD00",
                "\u30AB\uDB40\uDD00",
                "\u845B\uDB40\uDD00\uDB40\uDD01",
                "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62", // a flag of tags without an end
                "\uD83C\uDFF4\uDB40\uDC7F",
                "\uD83D\uDC68\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC7F", // tags of what is no flag
                "\u0645\u06CC\u200C", // a non-joiner at the end
                "\u0645\u06CC\u200C\u200C\u062E",
                "\u200C\u0645",
                "x\u180Bx",
                "\u0301", // marks alone
                "\u0301\u0302 \u0303",
            })
    void anywhereElseItDoesNot(String text) {
        assertThat(CircleName.parse(text)).isInstanceOf(Invalid.class);
    }

    @Test
    void marksAloneAreToldApart() {
        assertThat(CircleName.parse("\u0301"))
                .isEqualTo(
                        new Invalid<>("The name has marks alone, and no character that they belong to; give it one"));
    }
}
