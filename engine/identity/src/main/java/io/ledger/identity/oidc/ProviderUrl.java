package io.ledger.identity.oidc;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An address of an identity provider: by HTTPS, or by plain HTTP on this machine alone. */
final class ProviderUrl {

    private static final Pattern LOOPBACK_V4 = Pattern.compile("127(?:\\.\\d{1,3}){3}");

    private ProviderUrl() {}

    /** The address of a text; empty if it is none that tokens and secrets may be sent to. */
    static Optional<URI> parse(String text) {
        try {
            var uri = new URI(text);
            return isSafe(uri) ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static boolean isSafe(URI uri) {
        if (uri.getScheme() == null
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawFragment() != null) {
            return false;
        }
        return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
            case "https" -> true;
            case "http" -> isLoopback(uri.getHost().toLowerCase(Locale.ROOT));
            default -> false;
        };
    }

    /** Whether a host is this machine by its very name, which no resolver has a say in. */
    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.equals("[::1]")
                || LOOPBACK_V4.matcher(host).matches();
    }
}
