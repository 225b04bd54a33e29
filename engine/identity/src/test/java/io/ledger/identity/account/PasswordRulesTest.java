package io.ledger.identity.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A password is long, and none that is tried first. */
class PasswordRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "blue kettle over moss",
                "青い薬缶と苔の上の朝露と",
                "no-upper-case-no-digit",
                "            x y z w v",
                "パスワード長いけど良いもの"
            })
    void aLongOneIsTaken(String password) {
        assertThat(PasswordRules.fault(password, "hana")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password1234",
                "PassWord1234",
                "ｐａｓｓｗｏｒｄ１２３４",
                "qwertyuiop123",
                "correct horse battery staple",
                "123456789012",
                "abcdefghijklmnop",
                "ponmlkjihgfedcba",
                "aaaaaaaaaaaaaaaa",
                "abababababababab"
            })
    void oneThatIsTriedFirstIsRefused(String password) {
        assertThat(PasswordRules.fault(password, "hana").orElseThrow()).contains("many people use");
    }

    @Test
    void lengthIsThatOfCharactersInNormalForm() {
        assertThat(PasswordRules.fault("eleven char", "hana").orElseThrow()).contains("12 to 128");
        assertThat(PasswordRules.fault("twelve chars", "hana")).isEmpty();
        assertThat(PasswordRules.fault("e\u0301".repeat(11), "hana").orElseThrow())
                .contains("12 to 128");
        assertThat(PasswordRules.fault("xy12😀".repeat(25) + "abc", "hana")).isEmpty();
        assertThat(PasswordRules.fault("xy12😀".repeat(25) + "abcd", "hana").orElseThrow())
                .contains("12 to 128");
        assertThat(PasswordRules.fault("x1y2z3".repeat(10_000), "hana").orElseThrow())
                .contains("12 to 128");
    }

    @Test
    void theNameIsNoPartOfIt() {
        assertThat(PasswordRules.fault("my name is KENJIRO!", "Kenjiro").orElseThrow())
                .contains("must not contain the name");
        assertThat(PasswordRules.fault("my name is so long", "so")).isEmpty();
    }
}
