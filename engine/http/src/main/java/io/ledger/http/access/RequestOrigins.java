package io.ledger.http.access;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.ledger.http.HttpLimits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells where requests come from.
 *
 * <p>Anybody can write {@code Forwarded} (RFC 7239) and {@code X-Forwarded-For}; a proxy adds the address that has
 * asked it at the end. So the list is read from its end for as long as trusted proxies have written it: the first
 * address that is none of theirs is the client's, and what stands before it is what the client says. A list that
 * cannot be read tells nothing; then the client is the peer. So do two headers that contradict each other: a proxy
 * may know one of them only, and pass on whatever a client has written into the other.
 */
public final class RequestOrigins {

    private final TrustedProxies proxies;

    /** @param proxies those that are believed */
    public RequestOrigins(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    /**
     * Where a request comes from.
     *
     * @param peer the other end of the connection, if it has an address
     * @param isTls whether the connection itself is TLS
     */
    public RequestOrigin of(@Nullable InetAddress peer, boolean isTls, Headers headers) {
        if (peer == null) {
            return new RequestOrigin("", false, isTls);
        }
        return proxies.contains(peer) ? told(peer, isTls, headers) : new RequestOrigin(text(peer), false, isTls);
    }

    private RequestOrigin told(InetAddress peer, boolean isTls, Headers headers) {
        var untold = new RequestOrigin(text(peer), true, isTls);
        var protocols = headers.all(HeaderNames.X_FORWARDED_PROTO, List::of);
        var common = headers.contains(HeaderNames.X_FORWARDED_FOR)
                ? client(ForwardedHop.common(headers.all(HeaderNames.X_FORWARDED_FOR, List::of), protocols), isTls)
                : Optional.<RequestOrigin>empty();
        if (!headers.contains(HeaderNames.FORWARDED)) {
            return headers.contains(HeaderNames.X_FORWARDED_FOR)
                    ? common.orElse(untold)
                    : new RequestOrigin(
                            untold.address(), true, isTls(protocols.size() == 1 ? protocols.getFirst() : "", isTls));
        }
        var standard = ForwardedHop.standard(headers.all(HeaderNames.FORWARDED, List::of))
                .flatMap(hops -> client(hops, isTls));
        if (!headers.contains(HeaderNames.X_FORWARDED_FOR)) {
            return standard.orElse(untold);
        }
        return standard.flatMap(one -> common.filter(it -> it.address().equals(one.address()))
                        .map(other -> new RequestOrigin(one.address(), true, one.isSecure() || other.isSecure())))
                .orElse(untold);
    }

    /** The last one that is no trusted proxy, or the first of all if all are; empty if that cannot be told. */
    private Optional<RequestOrigin> client(List<ForwardedHop> hops, boolean isTls) {
        var bound = Math.max(0, hops.size() - HttpLimits.PROXY_HOPS);
        for (var i = hops.size() - 1; i >= bound; i--) {
            var hop = hops.get(i);
            var address = Authority.address(hop.node());
            if (address.isEmpty()) {
                return Optional.empty();
            }
            if (i == 0 || !proxies.contains(address.get())) {
                return Optional.of(new RequestOrigin(text(address.get()), true, isTls(hop.protocol(), isTls)));
            }
        }
        return Optional.empty();
    }

    private static boolean isTls(String protocol, boolean otherwise) {
        return protocol.isEmpty() ? otherwise : protocol.strip().equalsIgnoreCase("https");
    }

    /** Without the name of a network interface, which is of no use elsewhere. */
    private static String text(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress()).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("An address has another length", impossible);
        }
    }
}
