package io.ledger.http.access;

import io.ledger.core.Parsed;
import java.util.ArrayList;
import java.util.List;

/**
 * The names under which this server is asked.
 *
 * <p>A page on any name can have its own name lead to this machine and then asks as if it were from here (DNS
 * rebinding). Its requests still carry that name as {@code Host}. So names have to be known, while an
 * address leads to nobody but whoever has it.
 */
public final class AllowedHosts {

    /** {@code localhost} and loopback addresses. */
    public static final AllowedHosts LOOPBACK = new AllowedHosts(List.of(), false);

    private final List<Authority> named;
    private final boolean anyAddress;

    private AllowedHosts(List<Authority> named, boolean anyAddress) {
        this.named = List.copyOf(named);
        this.anyAddress = anyAddress;
    }

    /**
     * Loopback addresses, and the hosts of a list.
     *
     * @param list host names or addresses with an optional port, separated by commas
     */
    public static Parsed<AllowedHosts> parse(String list) {
        var named = new ArrayList<Authority>();
        for (var part : list.split(",", -1)) {
            var text = part.strip();
            if (text.isEmpty()) {
                continue;
            }
            var authority = Authority.parseWritten(text);
            if (authority.isEmpty()) {
                return new Parsed.Invalid<>(
                        "\"%s\" is no host name; write names like ledger.example.org or".formatted(printable(text))
                                + " ledger.example.org:8443, with commas between them");
            }
            named.add(authority.get());
        }
        return new Parsed.Valid<>(named.isEmpty() ? LOOPBACK : new AllowedHosts(named, false));
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** These and one more, where it is the name or address of a host. */
    public AllowedHosts and(String host) {
        var more = new ArrayList<>(named);
        Authority.parseWritten(host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host)
                .ifPresent(more::add);
        return new AllowedHosts(more, anyAddress);
    }

    /** These, and this machine's addresses, whichever they are. */
    public AllowedHosts andAnyAddress() {
        return new AllowedHosts(named, true);
    }

    /** Whether the server is asked under this name. */
    public boolean allows(Authority host) {
        return host.isLoopback()
                || (anyAddress && host.isAddress())
                || named.stream()
                        .anyMatch(known -> known.name().equals(host.name())
                                && (known.port().isEmpty() || known.isAtPortOf(host)));
    }

    /** Whether pages of this origin are the server's own, as a proxy serves them: a name that was set, at its port. */
    public boolean isOwnOrigin(Authority origin) {
        return named.stream().anyMatch(known -> known.name().equals(origin.name()) && known.isAtPortOf(origin));
    }
}
