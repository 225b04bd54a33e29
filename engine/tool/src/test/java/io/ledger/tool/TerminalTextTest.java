package io.ledger.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nb",
                "a\r\nb",
                "a\tb",
                "a\u0000b",
                "a\u001bb",
                "a\u007fb",
                "a\u009bb",
                "a\u2028b",
                "a\u202eb",
                "a\u2067\u200fb"
            })
    void whatIsAnOrderIsASpace(String text) {
        assertThat(TerminalText.of(text)).isEqualTo("a b");
    }

    @Test
    void allElseStays() {
        assertThat(TerminalText.of("田中 \"テニス\" 😀 20 → 30")).isEqualTo("田中 \"テニス\" 😀 20 → 30");
    }
}
