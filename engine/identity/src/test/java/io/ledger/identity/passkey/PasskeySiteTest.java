package io.ledger.identity.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where browsers have passkeys. */
class PasskeySiteTest {

    @ParameterizedTest
    @CsvSource({
        "https://ledger.example.org, ledger.example.org, https://ledger.example.org",
        "https://Ledger.Example.org:443/office, ledger.example.org, https://ledger.example.org",
        "https://ledger.example.org:8443, ledger.example.org, https://ledger.example.org:8443",
        "http://localhost:8080, localhost, http://localhost:8080",
        "http://localhost:80, localhost, http://localhost",
        "https://localhost, localhost, https://localhost",
    })
    void aSiteHasTheNameOfItsHostAndTheOriginOfItsPages(String url, String id, String origin) {
        assertThat(PasskeySite.at(url)).contains(new PasskeySite(id, origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ledger.example.org",
                "http://127.0.0.1:8080",
                "https://192.0.2.7",
                "https://[2001:db8::1]",
                "http://[::1]:8080",
                "http://",
                "https://a b",
                "ledger.example.org",
                "",
            })
    void elsewhereThereAreNone(String url) {
        assertThat(PasskeySite.at(url)).isEmpty();
    }

    @Test
    void aContentIsReadAsItWasWritten() {
        var stored = new PasskeyContent("AAAA", 7, true, false, List.of());
        assertThat(stored.text()).isEqualTo("p1 AAAA 7 e ");
        assertThat(PasskeyContent.parse(stored.text())).isEqualTo(stored);
    }
}
