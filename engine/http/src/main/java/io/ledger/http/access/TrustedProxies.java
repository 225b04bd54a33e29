package io.ledger.http.access;

import io.ledger.core.Parsed;
import io.ledger.http.HttpLimits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The proxies that are believed when they say for whom they ask, by the addresses they come from. */
public final class TrustedProxies {

    /** None: every connection is that of a client. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    /** Those on this machine. */
    public static final TrustedProxies LOOPBACK = new TrustedProxies(List.of(
            new Network(InetAddress.ofLiteral("127.0.0.0").getAddress(), 8),
            new Network(InetAddress.ofLiteral("::1").getAddress(), 128)));

    private static final Pattern PREFIX = Pattern.compile("[0-9]{1,3}");

    private final List<Network> networks;

    private TrustedProxies(List<Network> networks) {
        this.networks = List.copyOf(networks);
    }

    /** The addresses that begin with the same bits. */
    private static final class Network {

        private final byte[] address;
        private final int bits;

        Network(byte[] address, int bits) {
            this.address = address;
            this.bits = bits;
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (var i = 0; i < address.length; i++) {
                if (((other[i] ^ address[i]) & mask(i)) != 0) {
                    return false;
                }
            }
            return true;
        }

        /** Those bits of an octet that count. */
        private int mask(int octet) {
            return 0xff & (0xff00 >> Math.clamp(bits - 8L * octet, 0, 8));
        }

        /** The network of an address that lies in it. */
        Network whole() {
            var first = address.clone();
            for (var i = 0; i < first.length; i++) {
                first[i] &= (byte) mask(i);
            }
            return new Network(first, bits);
        }

        boolean isWhole() {
            return Arrays.equals(address, whole().address);
        }

        String text() {
            try {
                return InetAddress.getByAddress(address).getHostAddress() + "/" + bits;
            } catch (UnknownHostException impossible) {
                throw new IllegalStateException("An address has another length", impossible);
            }
        }
    }

    /**
     * The proxies of a list.
     *
     * @param list addresses and ranges such as {@code 10.1.0.0/16}, separated by commas
     */
    public static Parsed<TrustedProxies> parse(String list) {
        var networks = new ArrayList<Network>();
        for (var part : list.split(",", -1)) {
            var text = part.strip();
            if (text.isEmpty()) {
                continue;
            }
            switch (network(text)) {
                case Parsed.Valid<Network>(var network) -> networks.add(network);
                case Parsed.Invalid<Network>(var reason) -> {
                    return new Parsed.Invalid<>(reason);
                }
            }
        }
        return networks.size() > HttpLimits.TRUSTED_PROXIES
                ? new Parsed.Invalid<>("%d entries are too many; name at most %d, and use ranges"
                        .formatted(networks.size(), HttpLimits.TRUSTED_PROXIES))
                : new Parsed.Valid<>(networks.isEmpty() ? NONE : new TrustedProxies(networks));
    }

    private static Parsed<Network> network(String text) {
        var slash = text.indexOf('/');
        var address = literal(slash < 0 ? text : text.substring(0, slash));
        var bits = slash < 0
                ? address.map(it -> 8 * it.length)
                : Optional.of(text.substring(slash + 1))
                        .filter(it -> PREFIX.matcher(it).matches())
                        .map(Integer::parseInt);
        if (address.isEmpty() || bits.isEmpty() || bits.get() > 8 * address.get().length) {
            return new Parsed.Invalid<>(("\"%s\" is no address and no range; write ones like 10.1.2.3, 10.1.0.0/16 or"
                            + " fd00::/8, with commas between them")
                    .formatted(text.replaceAll("\\p{Cntrl}", "?")));
        }
        if (bits.get() == 0) {
            return new Parsed.Invalid<>(
                    "\"%s\" would believe everybody; name the addresses of the proxies alone".formatted(text));
        }
        var network = new Network(address.get(), bits.get());
        return network.isWhole()
                ? new Parsed.Valid<>(network)
                : new Parsed.Invalid<>("\"%s\" is an address inside a range; write %s for the range, or leave out /%d"
                        .formatted(text, network.whole().text(), bits.get()));
    }

    /** An address alone: with no port, and of IPv6 with no brackets. */
    private static Optional<byte[]> literal(String text) {
        var isV6 = text.indexOf(':') >= 0;
        return (isV6 && text.indexOf(':') == text.lastIndexOf(':')) || text.startsWith("[")
                ? Optional.empty()
                : Authority.address(text).map(InetAddress::getAddress);
    }

    /** Whether a connection from this address is one of such a proxy. */
    boolean contains(InetAddress address) {
        if (networks.isEmpty()) {
            return false;
        }
        var octets = address.getAddress();
        for (var network : networks) {
            if (network.contains(octets)) {
                return true;
            }
        }
        return false;
    }
}
