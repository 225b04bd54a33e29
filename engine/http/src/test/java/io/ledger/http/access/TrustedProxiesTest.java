package io.ledger.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.Parsed;
import io.ledger.http.HttpLimits;
import java.net.InetAddress;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {

    static TrustedProxies proxies(String list) {
        return switch (TrustedProxies.parse(list)) {
            case Parsed.Valid<TrustedProxies>(var proxies) -> proxies;
            case Parsed.Invalid<TrustedProxies>(var reason) -> throw new AssertionError(reason);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.3, 10.1.2.4",
        "10.1.0.0/16, 10.1.255.255, 10.2.0.0",
        "10.0.0.0/9, 10.127.0.1, 10.128.0.1",
        "192.0.2.252/30, 192.0.2.255, 192.0.2.251",
        "192.0.2.1/32, 192.0.2.1, 192.0.2.0",
        "::ffff:10.1.2.3, 10.1.2.3, 10.1.2.4",
        "fd00::/8, fdff::1, fe00::1",
        "2001:db8:0:8000::/49, 2001:db8:0:ffff::1, 2001:db8:0:7fff::1",
        "::1, ::1, ::2",
        "' 10.1.2.3 ,, fd00::1 ', fd00::1, 10.1.2.2",
        "0.0.0.0/1, 127.0.0.1, 128.0.0.1",
    })
    void an_address_is_in_a_range_or_not(String list, String inside, String outside) {
        assertThat(proxies(list).contains(InetAddress.ofLiteral(inside))).isTrue();
        assertThat(proxies(list).contains(InetAddress.ofLiteral(outside))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost | is no address and no range",
                "10.1.2 | is no address and no range",
                "10.1.2.256 | is no address and no range",
                "010.1.2.3 | is no address and no range",
                "10.1.2.3:80 | is no address and no range",
                "[::1] | is no address and no range",
                "::1%lo | is no address and no range",
                "10.0.0.0/33 | is no address and no range",
                "10.0.0.0/ | is no address and no range",
                "10.0.0.0/-1 | is no address and no range",
                "10.0.0.0/8/8 | is no address and no range",
                "fd00::/129 | is no address and no range",
                "0.0.0.0/0 | would believe everybody",
                "::/0 | would believe everybody",
                "10.1.2.3/8 | write 10.0.0.0/8 for the range",
            })
    void what_is_no_range_is_told(String list, String reason) {
        assertThat(TrustedProxies.parse("127.0.0.1," + list))
                .isInstanceOfSatisfying(
                        Parsed.Invalid.class,
                        invalid -> assertThat(invalid.reason()).contains("\"" + list + "\"", reason));
    }

    @Test
    void there_are_not_too_many() {
        assertThat(TrustedProxies.parse(String.join(",", Collections.nCopies(HttpLimits.TRUSTED_PROXIES, "10.0.0.1"))))
                .isInstanceOf(Parsed.Valid.class);
        assertThat(TrustedProxies.parse(
                        String.join(",", Collections.nCopies(HttpLimits.TRUSTED_PROXIES + 1, "10.0.0.1"))))
                .isInstanceOf(Parsed.Invalid.class);
    }

    @Test
    void this_machine_is_itself() {
        assertThat(TrustedProxies.LOOPBACK.contains(InetAddress.ofLiteral("127.3.2.1")))
                .isTrue();
        assertThat(TrustedProxies.LOOPBACK.contains(InetAddress.ofLiteral("::1")))
                .isTrue();
        assertThat(TrustedProxies.LOOPBACK.contains(InetAddress.ofLiteral("10.0.0.1")))
                .isFalse();
        assertThat(TrustedProxies.NONE.contains(InetAddress.ofLiteral("127.0.0.1")))
                .isFalse();
    }
}
