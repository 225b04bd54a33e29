package io.ledger.http.request;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.Optional;
import java.util.Set;

/**
 * The path under which a proxy has this server, beside others: nothing, or one such as {@code /ledger}.
 *
 * <p>Everywhere else paths are written without it. It is taken off a request before its route is looked for, and put
 * before what an answer has as {@code Location} and {@code Link}.
 *
 * @param path empty, or with a slash at its beginning and none at its end
 */
public record BasePath(String path) {
    /** The server has the whole host. */
    public static final BasePath NONE = new BasePath("");

    /** What is asked by whoever looks after the server itself, past any proxy. */
    private static final Set<String> BESIDE = Set.of("/health/live", "/health/ready", "/metrics");

    /** The path of a request without this one; empty when it is not under it. */
    public Optional<String> without(String requested) {
        if (path.isEmpty() || BESIDE.contains(requested)) {
            return Optional.of(requested);
        }
        return requested.startsWith(path + "/") ? Optional.of(requested.substring(path.length())) : Optional.empty();
    }

    /** Whether a path means the console, and lacks the slash by which a browser finds its files. */
    public boolean isConsoleWithoutSlash(String requested) {
        return !path.isEmpty() && requested.equals(path);
    }

    /** The path as a client has to ask for it. */
    public String of(String own) {
        return path + own;
    }

    /** The header of an answer, with its targets under this path. */
    public Header under(Header header) {
        if (path.isEmpty()) {
            return header;
        }
        if (header.headerName().equals(HeaderNames.LOCATION)) {
            // What begins otherwise is the address of somebody else: of an identity provider.
            return !header.values().startsWith("/")
                    ? header
                    : HeaderValues.create(HeaderNames.LOCATION, of(header.values()));
        }
        return header.headerName().equals(HeaderNames.LINK)
                ? HeaderValues.create(HeaderNames.LINK, header.values().replace("</", "<" + path + "/"))
                : header;
    }
}
