package io.ledger.http.access;

import java.net.IDN;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host with an optional port, as it stands in {@code Host} and in a URL.
 *
 * @param name a name in lower case without a dot at its end, or an address
 * @param isAddress whether the name is an address, which no name server can make lead elsewhere
 */
public record Authority(String name, OptionalInt port, boolean isAddress) {

    private static final Pattern V6 = Pattern.compile("\\[([0-9A-Fa-f:.]{2,45})](?::([0-9]{0,5}))?");
    private static final Pattern V4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9_-][A-Za-z0-9._-]{0,253})(?::([0-9]{0,5}))?");

    private static final int LAST_PORT = 65_535;

    /** The authority that is written like this; empty when it is none. */
    public static Optional<Authority> parse(String text) {
        var v6 = V6.matcher(text);
        if (v6.matches()) {
            return v6(v6.group(1)).flatMap(address -> port(v6.group(2)).map(it -> new Authority(address, it, true)));
        }
        var named = NAMED.matcher(text);
        if (!named.matches()) {
            return Optional.empty();
        }
        var name = named.group(1).toLowerCase(Locale.ROOT);
        var withoutDot = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return port(named.group(2))
                .map(port ->
                        new Authority(withoutDot, port, V4.matcher(withoutDot).matches()));
    }

    /** The address that is written like this, with or without a port; empty when it is none. */
    static Optional<InetAddress> address(String text) {
        var isBareV6 = !text.startsWith("[") && text.indexOf(':') != text.lastIndexOf(':');
        return parse(isBareV6 ? "[" + text + "]" : text)
                .filter(Authority::isAddress)
                .map(host -> InetAddress.ofLiteral(host.name()));
    }

    /** The same for what people write: in any script. */
    static Optional<Authority> parseWritten(String text) {
        try {
            return parse(text.startsWith("[") ? text : IDN.toASCII(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> v6(String literal) {
        try {
            return Optional.of(InetAddress.ofLiteral(literal).getHostAddress());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<OptionalInt> port(@Nullable String digits) {
        if (digits == null || digits.isEmpty()) {
            return Optional.of(OptionalInt.empty());
        }
        return Optional.of(OptionalInt.of(Integer.parseInt(digits)))
                .filter(port -> port.getAsInt() > 0 && port.getAsInt() <= LAST_PORT);
    }

    /** Whether only this machine is reached by it, whatever a name server says. */
    public boolean isLoopback() {
        return isAddress ? InetAddress.ofLiteral(name).isLoopbackAddress() : name.equals("localhost");
    }

    /** Whether the port is the one that a browser leaves out. */
    boolean hasDefaultPort() {
        return port.isEmpty() || port.getAsInt() == 80 || port.getAsInt() == 443;
    }

    /** Whether a browser takes both ports for one: it leaves out that of the scheme. */
    public boolean isAtPortOf(Authority other) {
        return port.equals(other.port)
                || (hasDefaultPort() && other.port.isEmpty())
                || (port.isEmpty() && other.hasDefaultPort());
    }
}
