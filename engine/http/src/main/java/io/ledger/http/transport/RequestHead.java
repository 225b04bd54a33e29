package io.ledger.http.transport;

import io.helidon.common.socket.PeerInfo;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.ledger.http.HttpLimits;
import io.ledger.http.server.TransportErrors;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The first line and the headers of a request, collected octet by octet until the empty line that ends them.
 *
 * <p>Only what says where the request ends, and which HTTP it speaks, is looked at. All else is for the
 * web server.
 */
public final class RequestHead {

    private static final byte[] OLD = " HTTP/1.0".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern BLANKS = Pattern.compile("^[ \\t]+|[ \\t]+$");
    private static final String CLOSE = "close";
    private static final String KEEP_ALIVE = "keep-alive";

    private byte[] octets;
    private int length;
    private final int begin;

    // Where the scan is, and what it has found.
    private int scanned;
    private int lineBegin;
    private int firstLineEnd;
    private int end;

    private boolean speaksOld;
    private boolean hasHost;
    private final List<String> lengths = new ArrayList<>(1);
    private final List<String> codings = new ArrayList<>(0);
    private final List<String> connection = new ArrayList<>(1);

    /** Where the body ends. */
    sealed interface Framing {

        /** After so many octets. */
        record OctetCount(long octets) implements Framing {}

        /** After its last chunk. */
        record Chunks() implements Framing {}

        /** The web server refuses the request for its transfer coding. */
        record OtherCoding() implements Framing {}
    }

    /** @param begin where the head begins in what was read */
    RequestHead(byte[] read, int begin) {
        this.octets = read;
        this.length = read.length;
        this.begin = begin;
        this.scanned = begin;
        this.lineBegin = begin;
        scan();
    }

    void add(byte[] more) {
        if (length + more.length > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(2 * octets.length, length + more.length));
        }
        System.arraycopy(more, 0, octets, length, more.length);
        length += more.length;
        scan();
    }

    boolean isWhole() {
        return end > 0;
    }

    int length() {
        return length - begin;
    }

    /** All that was read. */
    byte[] octets() {
        return octets.length == length ? octets : Arrays.copyOf(octets, length);
    }

    /** Where the body begins in {@link #octets}. */
    int end() {
        return end;
    }

    boolean speaksOld() {
        return speaksOld;
    }

    /** Whether the client of HTTP/1.0 wants the connection to be kept. */
    boolean isKeptByOld() {
        return speaksOld && connection.contains(KEEP_ALIVE) && !connection.contains(CLOSE);
    }

    private void scan() {
        for (; scanned < length && end == 0; scanned++) {
            var octet = octets[scanned];
            if (octet == '\n') {
                if (scanned == begin || octets[scanned - 1] != '\r') {
                    throw RequestReader.refused("A line ends with LF alone; end it with CR LF");
                }
                line(lineBegin, scanned - 1);
                lineBegin = scanned + 1;
            } else if (scanned > begin && octets[scanned - 1] == '\r') {
                throw RequestReader.refused("A CR stands alone; end lines with CR LF");
            }
        }
        checkSize();
    }

    private void checkSize() {
        var upTo = end > 0 ? end : length;
        // Of a line that has not ended the last octet may be its CR.
        if ((firstLineEnd == 0 && upTo - begin > HttpLimits.REQUEST_LINE_BYTES + 1)
                || firstLineEnd - begin > HttpLimits.REQUEST_LINE_BYTES) {
            throw RequestException.builder()
                    .type(EventType.BAD_REQUEST)
                    .status(Status.REQUEST_URI_TOO_LONG_414)
                    .message("The request line is too long")
                    .setKeepAlive(false)
                    .build();
        }
        if (firstLineEnd > 0 && upTo - firstLineEnd > HttpLimits.HEADERS_BYTES) {
            throw RequestReader.refused(TransportErrors.HEADERS_TOO_LARGE);
        }
    }

    private void line(int from, int to) {
        if (firstLineEnd == 0) {
            firstLineEnd = to;
            firstLine(from, to);
        } else if (from == to) {
            end = to + 2;
        } else {
            header(from, to);
        }
    }

    private void firstLine(int from, int to) {
        var version = to - OLD.length;
        if (version <= from || !matches(" http/", version)) {
            // The web server says what is wrong with it.
            return;
        }
        var major = octets[to - 3];
        if (major != '1' && major >= '0' && major <= '9' && octets[to - 2] == '.') {
            throw RequestException.builder()
                    .type(EventType.HTTP_VERSION_NOT_SUPPORTED)
                    .status(Status.HTTP_VERSION_NOT_SUPPORTED_505)
                    .message("The version of HTTP is not supported")
                    .setKeepAlive(false)
                    .build();
        }
        speaksOld = Arrays.equals(octets, version, to, OLD, 0, OLD.length);
    }

    private void header(int from, int to) {
        if (octets[from] == ' ' || octets[from] == '\t') {
            throw RequestReader.refused("A header goes on in a second line; write it in one");
        }
        switch (octets[from] | 0x20) {
            case 'h' -> hasHost |= matches("host:", from);
            case 't' -> value("transfer-encoding:", from, to).ifPresent(codings::add);
            case 'c' -> {
                value("content-length:", from, to).ifPresent(lengths::add);
                value("connection:", from, to)
                        .ifPresent(tokens -> Stream.of(tokens.split(",", -1))
                                .map(RequestHead::trimmed)
                                .forEach(connection::add));
            }
            default -> {
                // For the web server.
            }
        }
    }

    /** What a line says, in lower case, if it is of this header. */
    private Optional<String> value(String name, int from, int to) {
        if (!matches(name, from)) {
            return Optional.empty();
        }
        var begins = from + name.length();
        var value = new String(octets, begins, to - begins, StandardCharsets.ISO_8859_1);
        return Optional.of(trimmed(value.toLowerCase(Locale.ROOT)));
    }

    /** Without the blanks around it, and with all else that Java takes for one. */
    private static String trimmed(String value) {
        return BLANKS.matcher(value).replaceAll("");
    }

    /** Whether this text in lower case stands there, in whatever case. The scan has seen that the line goes on. */
    private boolean matches(String lowerCase, int at) {
        if (at + lowerCase.length() > length) {
            return false;
        }
        for (var i = 0; i < lowerCase.length(); i++) {
            var octet = octets[at + i];
            var lower = octet >= 'A' && octet <= 'Z' ? octet + 0x20 : octet;
            if (lower != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** @throws RequestException when the request can be understood in more than one way */
    Framing framing() {
        if (!codings.isEmpty()) {
            if (!lengths.isEmpty() || codings.size() > 1 || speaksOld) {
                throw RequestReader.refused("Transfer-Encoding stands twice, beside Content-Length, or in HTTP/1.0");
            }
            return codings.getFirst().equals("chunked") ? new Framing.Chunks() : new Framing.OtherCoding();
        }
        if (lengths.isEmpty()) {
            return new Framing.OctetCount(0);
        }
        if (lengths.size() > 1) {
            throw RequestReader.refused("Content-Length stands twice");
        }
        var digits = lengths.getFirst();
        if (digits.isEmpty()
                || digits.length() > HttpLimits.CONTENT_LENGTH_DIGITS
                || digits.chars().anyMatch(digit -> digit < '0' || digit > '9')) {
            throw RequestReader.refused("Content-Length is not a number of octets");
        }
        return new Framing.OctetCount(Long.parseLong(digits));
    }

    /**
     * The head for the web server: as it came, and one of HTTP/1.0 as HTTP/1.1 would say the same.
     *
     * @param local where the client has connected to, which is the host of a request that names none
     */
    byte[] rewritten(PeerInfo local) {
        if (!speaksOld) {
            return begin == 0 && end == octets.length ? octets : Arrays.copyOfRange(octets, begin, end);
        }
        var head = new ByteArrayOutputStream(end - begin + 64);
        head.write(octets, begin, firstLineEnd - begin - 1);
        head.writeBytes("1\r\n".getBytes(StandardCharsets.US_ASCII));
        if (!hasHost) {
            var host = local.host().contains(":") ? "[" + local.host() + "]" : local.host();
            head.writeBytes("Host: %s:%d\r\n".formatted(host, local.port()).getBytes(StandardCharsets.US_ASCII));
        }
        if (!isKeptByOld()) {
            head.writeBytes("Connection: close\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        var from = firstLineEnd + 2;
        for (var at = from; at < end - 2; at++) {
            if (octets[at] == '\n') {
                // What HTTP/1.0 does not know, or was translated.
                if (!matches("connection:", from) && !matches("expect:", from)) {
                    head.write(octets, from, at + 1 - from);
                }
                from = at + 1;
            }
        }
        head.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return head.toByteArray();
    }
}
