package io.ledger.http.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one proxy tells of whoever asked it.
 *
 * @param node the address; in {@code Forwarded} it may also be a name made up, or {@code unknown}
 * @param protocol by which the proxy was asked; empty if it does not tell
 */
record ForwardedHop(String node, String protocol) {

    private static final String PROTOCOL = "proto";

    /** Those of {@code X-Forwarded-For}, in its order. Protocols are told for all of them, or for the last ones. */
    static List<ForwardedHop> common(List<String> nodes, List<String> protocols) {
        var of = entries(nodes);
        var by = entries(protocols);
        var hops = new ArrayList<ForwardedHop>(of.size());
        for (var i = 0; i < of.size(); i++) {
            var protocol = by.size() == 1 ? 0 : i + by.size() - of.size();
            hops.add(new ForwardedHop(of.get(i), protocol >= 0 && protocol < by.size() ? by.get(protocol) : ""));
        }
        return hops;
    }

    private static List<String> entries(List<String> lines) {
        return lines.stream()
                .flatMap(line -> List.of(line.split(",", -1)).stream())
                .map(String::strip)
                .toList();
    }

    /** Those of {@code Forwarded}, in its order; empty if a line cannot be read (RFC 7239, 4). */
    static Optional<List<ForwardedHop>> standard(List<String> lines) {
        var hops = new ArrayList<ForwardedHop>();
        for (var line : lines) {
            var scan = new Scan(line);
            do {
                var hop = scan.element();
                if (hop.isEmpty()) {
                    return Optional.empty();
                }
                hop.filter(it -> !it.isBlank()).ifPresent(hops::add);
            } while (scan.skip(','));
            if (!scan.isAtEnd()) {
                return Optional.empty();
            }
        }
        return Optional.of(hops);
    }

    /** An element that tells nothing, as a list may have them. */
    private boolean isBlank() {
        return node.isEmpty() && protocol.isEmpty();
    }

    /** A place in a line of {@code Forwarded}, from its begin to its end. */
    private static final class Scan {

        private final String line;
        private int at;

        Scan(String line) {
            this.line = line;
        }

        /** The pairs up to the next comma; empty if they break the rules. */
        Optional<ForwardedHop> element() {
            var node = "";
            var protocol = "";
            do {
                blanks();
                if (isAtEnd() || line.charAt(at) == ',' || line.charAt(at) == ';') {
                    continue;
                }
                var name = until("=").toLowerCase(Locale.ROOT);
                var value = skip('=') ? value() : Optional.<String>empty();
                if (name.isEmpty() || value.isEmpty()) {
                    return Optional.empty();
                }
                switch (name) {
                    case "for" -> {
                        if (!node.isEmpty()) {
                            return Optional.empty();
                        }
                        node = value.get();
                    }
                    case PROTOCOL -> {
                        if (!protocol.isEmpty()) {
                            return Optional.empty();
                        }
                        protocol = value.get();
                    }
                    default -> {
                        // By whom it was asked, and under which name: nothing that is believed.
                    }
                }
                blanks();
            } while (skip(';'));
            return Optional.of(new ForwardedHop(node, protocol));
        }

        /** A value, which is not empty. */
        private Optional<String> value() {
            if (!skip('"')) {
                return Optional.of(until("\",; \t=")).filter(value -> !value.isEmpty());
            }
            var value = new StringBuilder();
            while (!isAtEnd() && line.charAt(at) != '"') {
                if (line.charAt(at) == '\\') {
                    at++;
                }
                if (!isAtEnd()) {
                    value.append(line.charAt(at++));
                }
            }
            return skip('"') && !value.isEmpty() ? Optional.of(value.toString()) : Optional.empty();
        }

        private String until(String ends) {
            var begin = at;
            while (!isAtEnd() && ends.indexOf(line.charAt(at)) < 0) {
                at++;
            }
            return line.substring(begin, at);
        }

        private void blanks() {
            while (!isAtEnd() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
                at++;
            }
        }

        boolean skip(char c) {
            if (isAtEnd() || line.charAt(at) != c) {
                return false;
            }
            at++;
            return true;
        }

        boolean isAtEnd() {
            return at == line.length();
        }
    }
}
