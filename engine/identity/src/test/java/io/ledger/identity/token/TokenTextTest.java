package io.ledger.identity.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

/** A token can be told from other texts without the database. */
class TokenTextTest {

    @Test
    void eachIsAnotherOneWithTheSameShape() {
        var seen = new HashSet<String>();
        for (var i = 0; i < 1_000; i++) {
            var token = TokenText.next();
            assertThat(token).matches("clt_[0-9A-Za-z]{42}");
            assertThat(TokenText.isShaped(token)).isTrue();
            assertThat(seen.add(token)).isTrue();
        }
    }

    @Test
    void anyOtherCharacterMakesItNone() {
        var token = TokenText.next();
        for (var i = 0; i < token.length(); i++) {
            var other = token.charAt(i) == 'x' ? 'y' : 'x';
            assertThat(TokenText.isShaped(token.substring(0, i) + other + token.substring(i + 1)))
                    .isFalse();
        }
        assertThat(TokenText.isShaped(token + "0")).isFalse();
        assertThat(TokenText.isShaped(token.substring(1))).isFalse();
        assertThat(TokenText.isShaped("")).isFalse();
        assertThat(TokenText.isShaped("clt_" + "é".repeat(42))).isFalse();
    }
}
