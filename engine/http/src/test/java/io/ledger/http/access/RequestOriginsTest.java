package io.ledger.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.HeaderNames;
import io.helidon.http.WritableHeaders;
import io.ledger.http.HttpLimits;
import java.net.InetAddress;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestOriginsTest {

    private static final String PROXY = "10.0.0.1";

    private final RequestOrigins origins = new RequestOrigins(TrustedProxiesTest.proxies("10.0.0.0/8, fd00::/8"));

    /** @param lines header lines, with " | " between them */
    private RequestOrigin origin(String peer, String lines) {
        var headers = WritableHeaders.create();
        for (var line : lines.split(" \\| ", -1)) {
            var colon = line.indexOf(':');
            if (colon > 0) {
                headers.add(
                        HeaderNames.create(line.substring(0, colon)),
                        line.substring(colon + 1).strip());
            }
        }
        return origins.of(InetAddress.ofLiteral(peer), false, headers);
    }

    @Test
    void who_is_no_trusted_proxy_is_the_client_itself() {
        assertThat(origin("192.0.2.7", "X-Forwarded-For: 198.51.100.1 | X-Forwarded-Proto: https"))
                .isEqualTo(new RequestOrigin("192.0.2.7", false, false));
        assertThat(origin("192.0.2.7", "Forwarded: for=198.51.100.1;proto=https"))
                .isEqualTo(new RequestOrigin("192.0.2.7", false, false));
        assertThat(new RequestOrigins(TrustedProxies.NONE)
                        .of(InetAddress.ofLiteral("127.0.0.1"), true, WritableHeaders.create()))
                .isEqualTo(new RequestOrigin("127.0.0.1", false, true));
        assertThat(origins.of(null, false, WritableHeaders.create())).isEqualTo(new RequestOrigin("", false, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "X-Forwarded-For: 192.0.2.7; 192.0.2.7; false",
                "X-Forwarded-For: 192.0.2.7 | X-Forwarded-Proto: https; 192.0.2.7; true",
                "X-Forwarded-For: 192.0.2.7 | X-Forwarded-Proto: HTTPS; 192.0.2.7; true",
                "X-Forwarded-For: 192.0.2.7 | X-Forwarded-Proto: http; 192.0.2.7; false",
                // What stands before the client's address is what the client says.
                "X-Forwarded-For: 198.51.100.1, 192.0.2.7; 192.0.2.7; false",
                "X-Forwarded-For: garbage!, 192.0.2.7; 192.0.2.7; false",
                "X-Forwarded-For: 10.0.0.5, 192.0.2.7; 192.0.2.7; false",
                "X-Forwarded-For: 198.51.100.1 | X-Forwarded-For: 192.0.2.7; 192.0.2.7; false",
                // A proxy of a proxy.
                "X-Forwarded-For: 192.0.2.7, 10.2.3.4; 192.0.2.7; false",
                "X-Forwarded-For: 192.0.2.7, 10.2.3.4 | X-Forwarded-Proto: https, http; 192.0.2.7; true",
                "X-Forwarded-For: 192.0.2.7, 10.2.3.4 | X-Forwarded-Proto: http, https; 192.0.2.7; false",
                "X-Forwarded-For: 198.51.100.1, 192.0.2.7, 10.2.3.4 | X-Forwarded-Proto: https, http; 192.0.2.7; true",
                "X-Forwarded-For: 192.0.2.7, fd00::7, 10.2.3.4; 192.0.2.7; false",
                // All are trusted: the first one asked.
                "X-Forwarded-For: 10.9.9.9, 10.2.3.4; 10.9.9.9; false",
                // The ways to write an address.
                "X-Forwarded-For: 192.0.2.7:4711; 192.0.2.7; false",
                "X-Forwarded-For: 2001:DB8:0::7; 2001:db8:0:0:0:0:0:7; false",
                "X-Forwarded-For: [2001:db8::7]:4711; 2001:db8:0:0:0:0:0:7; false",
                "X-Forwarded-For: ::ffff:192.0.2.7; 192.0.2.7; false",
                // No address, and still the protocol.
                "X-Forwarded-Proto: https; 10.0.0.1; true",
                "X-Forwarded-Host: evil.example; 10.0.0.1; false",
            })
    void the_common_header_is_read_from_its_end(String lines, String address, boolean isSecure) {
        assertThat(origin(PROXY, lines)).isEqualTo(new RequestOrigin(address, true, isSecure));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '`',
            value = {
                "Forwarded: for=192.0.2.7> 192.0.2.7> false",
                "Forwarded: For=\"192.0.2.7:4711\" ; PROTO=https> 192.0.2.7> true",
                "Forwarded: by=10.0.0.1;proto=https;for=192.0.2.7;host=x> 192.0.2.7> true",
                "Forwarded: for=\"[2001:db8::7]:4711\"> 2001:db8:0:0:0:0:0:7> false",
                "Forwarded: for=\"[2001:db8:\\:7]\"> 2001:db8:0:0:0:0:0:7> false",
                "Forwarded: for=198.51.100.1, for=192.0.2.7;proto=https, for=10.2.3.4> 192.0.2.7> true",
                "Forwarded: for=198.51.100.1 | Forwarded: for=192.0.2.7> 192.0.2.7> false",
                "Forwarded: for=unknown, for=192.0.2.7> 192.0.2.7> false",
                "Forwarded: for=192.0.2.7,> 192.0.2.7> false",
                "Forwarded: host=\"a, for=198.51.100.1\";for=192.0.2.7> 192.0.2.7> false",
            })
    void the_standard_header_is_read_from_its_end(String lines, String address, boolean isSecure) {
        assertThat(origin(PROXY, lines)).isEqualTo(new RequestOrigin(address, true, isSecure));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: ",
                "X-Forwarded-For: unknown",
                "X-Forwarded-For: 192.0.2.7, 192.0.2",
                "X-Forwarded-For: 192.0.2.7,",
                "X-Forwarded-For: 192.0.2.7, localhost",
                "X-Forwarded-For: 192.0.2.7, 0x0a000001",
                "Forwarded: for=unknown",
                "Forwarded: for=_hidden",
                "Forwarded: proto=https",
                "Forwarded: for=192.0.2.7, for=\"198.51.100.1",
                "Forwarded: for=192.0.2.7;for=198.51.100.1",
                "Forwarded: for=192.0.2.7 for=198.51.100.1",
                "Forwarded: for =192.0.2.7",
                "Forwarded: 192.0.2.7",
                "Forwarded: for=",
                "Forwarded: for=\"\"",
                "Forwarded: for=192.0.2.7\"x\"",
                "Forwarded: for=\"192.0.2.7\\",
                // A client has written the one that its proxy does not know.
                "Forwarded: for=198.51.100.1 | X-Forwarded-For: 192.0.2.7",
                "Forwarded: for=192.0.2.7, for=\"x | X-Forwarded-For: 192.0.2.7",
            })
    void what_cannot_be_read_or_contradicts_itself_tells_nothing(String lines) {
        assertThat(origin(PROXY, lines)).isEqualTo(new RequestOrigin(PROXY, true, false));
    }

    @Test
    void two_headers_that_say_the_same_are_believed() {
        assertThat(origin(PROXY, "Forwarded: for=192.0.2.7;proto=https | X-Forwarded-For: 192.0.2.7"))
                .isEqualTo(new RequestOrigin("192.0.2.7", true, true));
        assertThat(origin(PROXY, "Forwarded: for=192.0.2.7 | X-Forwarded-For: 192.0.2.7 | X-Forwarded-Proto: https"))
                .isEqualTo(new RequestOrigin("192.0.2.7", true, true));
    }

    @Test
    void a_way_through_too_many_proxies_tells_nothing() {
        var hops = String.join(", ", Collections.nCopies(HttpLimits.PROXY_HOPS - 1, "10.2.3.4"));
        assertThat(origin(PROXY, "X-Forwarded-For: 192.0.2.7, " + hops).address())
                .isEqualTo("192.0.2.7");
        assertThat(origin(PROXY, "X-Forwarded-For: 192.0.2.7, 10.2.3.4, " + hops)
                        .address())
                .isEqualTo(PROXY);
    }
}
