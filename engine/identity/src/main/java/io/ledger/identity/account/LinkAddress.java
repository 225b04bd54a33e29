package io.ledger.identity.account;

import io.helidon.http.HeaderNames;
import io.ledger.http.request.Call;
import io.ledger.http.request.RequestContext;
import java.util.Optional;

/**
 * Where links that let somebody choose a password lead: to the console.
 *
 * <p>The secret stands behind {@code #}. So no browser sends it with the request for the page, and it is in no log and no
 * {@code Referer}.
 *
 * @param publicUrl where people reach the server, without a slash at its end
 */
public record LinkAddress(Optional<String> publicUrl) {

    private static final String PAGE = "/#/sign-in?link=";

    /** The link with a secret, for whoever makes this request. */
    String of(Call call, String secret) {
        var context = RequestContext.current();
        var scheme = context.origin().isSecure() ? "https" : "http";
        var host = call.headerLines(HeaderNames.HOST).stream().findFirst().orElse("localhost");
        return at(
                publicUrl.orElseGet(
                        () -> scheme + "://" + host.strip() + context.base().path()),
                secret);
    }

    /** The link with a secret at a server that is reached there. */
    public static String at(String url, String secret) {
        return url + PAGE + secret;
    }
}
