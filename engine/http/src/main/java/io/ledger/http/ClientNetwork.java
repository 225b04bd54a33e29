package io.ledger.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** What tells one client from another: its address, or the network of IPv6, of which one client has all addresses. */
public final class ClientNetwork {

    private ClientNetwork() {}

    /** The network of an address, as text. */
    public static String of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        var network = Arrays.copyOf(Arrays.copyOf(address.getAddress(), HttpLimits.IPV6_NETWORK_BYTES), 16);
        try {
            return InetAddress.getByAddress(network).getHostAddress() + "/" + 8 * HttpLimits.IPV6_NETWORK_BYTES;
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("An address has another length", impossible);
        }
    }

    /** The network of an address that is written as text; what is no address of IPv6 is its own. */
    public static String of(String address) {
        try {
            return address.indexOf(':') < 0 ? address : of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException _) {
            return address;
        }
    }
}
