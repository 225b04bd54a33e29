package io.ledger.identity.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;
import io.ledger.http.access.RequestOrigin;
import io.ledger.identity.Secrets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A session's cookie goes to this server alone, and to no script. */
class SessionCookieTest {

    private static final RequestOrigin PLAIN = new RequestOrigin("127.0.0.1", false, false);
    private static final RequestOrigin TLS = new RequestOrigin("192.0.2.1", true, true);

    private final String secret = Secrets.next();

    private static Headers cookies(String... lines) {
        var headers = WritableHeaders.create();
        for (var line : lines) {
            headers.add(HeaderNames.COOKIE, line);
        }
        return headers;
    }

    @Test
    void behindTlsItIsOneOfThisHostAlone() {
        assertThat(SessionCookie.given(secret, Duration.ofHours(1), TLS))
                .isEqualTo("__Host-session=" + secret + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=3600; Secure");
        assertThat(SessionCookie.taken(TLS))
                .isEqualTo("__Host-session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0; Secure");
        assertThat(SessionCookie.in(cookies("a=b; __Host-session=" + secret), TLS))
                .contains(secret);
        assertThat(SessionCookie.in(cookies("session=" + secret), TLS)).isEmpty();
    }

    @Test
    void byPlainHttpItHasANameThatBrowsersTake() {
        assertThat(SessionCookie.given(secret, Duration.ofHours(1), PLAIN))
                .isEqualTo("session=" + secret + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=3600");
        assertThat(SessionCookie.in(cookies("session=" + secret), PLAIN)).contains(secret);
        assertThat(SessionCookie.in(cookies("__Host-session=" + secret), PLAIN)).isEmpty();
    }

    @Test
    void whatIsNoSecretOrComesTwiceIsNone() {
        assertThat(SessionCookie.in(cookies(), PLAIN)).isEmpty();
        assertThat(SessionCookie.in(cookies("session="), PLAIN)).isEmpty();
        assertThat(SessionCookie.in(cookies("session=x"), PLAIN)).isEmpty();
        assertThat(SessionCookie.in(cookies("xsession=" + secret), PLAIN)).isEmpty();
        assertThat(SessionCookie.in(cookies("session=" + secret + "; session=" + Secrets.next()), PLAIN))
                .isEmpty();
        assertThat(SessionCookie.in(cookies("session=" + secret, "session=" + secret), PLAIN))
                .isEmpty();
        assertThat(SessionCookie.isIn(cookies("session=x"), PLAIN)).isTrue();
        assertThat(SessionCookie.isIn(cookies("other=x"), PLAIN)).isFalse();
    }
}
