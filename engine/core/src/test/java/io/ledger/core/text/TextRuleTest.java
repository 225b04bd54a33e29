package io.ledger.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextRuleTest {

    private static final TextRule RULE = new TextRule("text", 10);

    /** The quick way for plain texts says what the rule says. */
    @Test
    void aPlainCharacterPassesEveryRuleWhereverItStands() {
        for (var c = Character.MIN_VALUE; c < Character.MAX_VALUE; c++) {
            if (TextRule.isPlain(c)) {
                assertThat(Character.isISOControl(c) || Character.isSurrogate(c))
                        .as("%04x", (int) c)
                        .isFalse();
                for (var before : List.of("", "a", "か", "ハ", "一", "ー", "゙ー")) {
                    var text = before + c;
                    assertThat(Normalizer.isNormalized(text, Normalizer.Form.NFC))
                            .as("%04x", (int) c)
                            .isTrue();
                }
                assertThat(TextRule.trimmed("" + c).isEmpty())
                        .as("%04x", (int) c)
                        .isEqualTo(c == ' ');
            }
        }
    }

    @Test
    void aPlainTextIsHeldToItsLengthAndItsEnds() {
        assertThat(RULE.storedFault("abc def 部")).isEmpty();
        assertThat(RULE.storedFault("")).contains("blank");
        assertThat(RULE.storedFault(" ")).contains("not trimmed");
        assertThat(RULE.storedFault("a ")).contains("not trimmed");
        assertThat(RULE.storedFault(" a")).contains("not trimmed");
        assertThat(RULE.storedFault("12345678901")).contains("11 characters");
        assertThat(RULE.storedFault("か\u3099")).contains("NFC");
    }
}
