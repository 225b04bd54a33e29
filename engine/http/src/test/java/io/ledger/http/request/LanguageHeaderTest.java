package io.ledger.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageHeaderTest {

    private static String best(String... lines) {
        return LanguageHeader.best(List.of("en", "ja"), List.of(lines));
    }

    @ParameterizedTest
    @CsvSource({
        "'ja',ja",
        "'ja-JP,ja;q=0.9,en-US;q=0.8,en;q=0.7',ja",
        "'en;q=0.5,ja',ja",
        "'JA',ja",
        "'fr, ja;q=0.1',ja",
        "'en-GB,ja;q=0.9',en",
        "'ja;q=0',en",
        "'fr',en",
        "'*',en",
        "'',en",
        "';;q=',en",
        "'ja;q=7',en",
        "'ja_JP',en"
    })
    void isTheOneThatIsLikedBest(String header, String language) {
        assertThat(best(header)).isEqualTo(language);
    }

    @Test
    void isTheFirstForWhoNamesNone() {
        assertThat(best()).isEqualTo("en");
        assertThat(best("fr", "ja;q=0.5")).isEqualTo("ja");
    }
}
