package io.ledger.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.Parsed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads numbers as people write them. */
class WholeNumberTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '/',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "20/20",
                "２０/20",
                " 20 /20",
                "　20　/20",
                "20人/20",
                "30名/30",
                "３０ 人/30",
                "1,200/1200",
                "1，200/1200",
                "１，２００名/1200",
                "20.0/20",
                "20.00/20",
                "20.0人/20",
                "007/7",
                "0/0",
                "-5/-5",
                "1,234,567/1234567",
                "20 people/20"
            })
    void isRead(String text, long number) {
        assertThat(WholeNumberText.parse(text)).isEqualTo(new Parsed.Valid<>(number));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '/',
            value = {
                "約40/is not exact",
                "40人程度/is not exact",
                "20~/is no number",
                "20名以上/is not exact",
                "20-30/is a range",
                "20～30/is a range",
                "20〜30人/is a range",
                "20人から30人/is a range",
                "20.5/is not a whole number",
                "1,5/is not a whole number",
                "1.200/is not a whole number",
                "1.000/is not a whole number",
                "1,234.5/is not a whole number",
                "二十/is no number",
                "なし/is no number",
                "1,20,3/is no number",
                "1e3/is no number",
                "9999999999999999999/is too large"
            })
    void isRefusedWithItsText(String text, String fault) {
        assertThat(WholeNumberText.parse(text))
                .isEqualTo(new Parsed.Invalid<Long>(
                        "\"" + text + "\" " + fault + ": write one whole number, such as 20."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "　", "\u00A0"})
    void isMissing(String text) {
        assertThat(WholeNumberText.parse(text))
                .isEqualTo(new Parsed.Invalid<Long>("A number is missing: write a whole number, such as 20."));
    }

    @Test
    void longTextsAreQuotedInPart() {
        assertThat(WholeNumberText.parse("9".repeat(30_000)))
                .isInstanceOfSatisfying(
                        Parsed.Invalid.class,
                        invalid -> assertThat(invalid.reason())
                                .hasSizeLessThan(120)
                                .contains("…"));
    }
}
