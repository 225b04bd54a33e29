package io.ledger.identity.passkey;

import io.helidon.http.HeaderNames;
import io.ledger.http.access.Authority;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.request.Call;
import io.ledger.http.request.RequestContext;
import io.ledger.identity.IdentityProblem;
import java.net.URI;
import java.util.Optional;

/**
 * The site that passkeys are for: a browser shows them to no other.
 *
 * @param id the name of the host; what WebAuthn calls the id of the relying party
 * @param origin the scheme, the host and the port that pages come from
 */
record PasskeySite(String id, String origin) {

    /**
     * The site at which this request is made: that of the public URL, or else of the request's {@code Host}, which is one
     * of the server's own.
     *
     * @throws Refusal when browsers know no passkeys there: at an address, and by plain HTTP at other names than localhost
     */
    static PasskeySite of(Call call, Optional<String> publicUrl) {
        var scheme = RequestContext.current().origin().isSecure() ? "https" : "http";
        var host = call.headerLines(HeaderNames.HOST).stream().findFirst().orElse("");
        return at(publicUrl.orElseGet(() -> scheme + "://" + host.strip()))
                .orElseThrow(() -> new Refusal(Problem.of(
                        IdentityProblem.NO_PASSKEYS_HERE,
                        "Browsers have passkeys for names alone, and by HTTPS but for localhost; open the console at such"
                                + " an address, such as http://localhost with the server's port.")));
    }

    /** The site with this URL; empty where browsers know no passkeys. */
    static Optional<PasskeySite> at(String url) {
        return url(url).flatMap(uri -> Optional.ofNullable(uri.getRawAuthority())
                .flatMap(Authority::parse)
                .filter(host -> !host.isAddress() && (uri.getScheme().equals("https") || host.isLoopback()))
                .map(host -> new PasskeySite(host.name(), origin(uri.getScheme(), host))));
    }

    private static Optional<URI> url(String text) {
        try {
            return Optional.of(URI.create(text)).filter(uri -> uri.getScheme() != null);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** As browsers write it: without the port of the scheme. */
    private static String origin(String scheme, Authority host) {
        var usual = scheme.equals("https") ? 443 : 80;
        var port = host.port().orElse(usual);
        return scheme + "://" + host.name() + (port == usual ? "" : ":" + port);
    }
}
