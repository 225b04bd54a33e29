package io.ledger.http.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A socket to the server, for what no HTTP client would send. */
public final class RawConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 60_000;

    private final Socket socket;

    public RawConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
    }

    /**
     * A connection from another address.
     *
     * @param from a loopback address, to come from another than most do
     */
    public RawConnection(int port, String from) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
        socket.setSoTimeout(TIMEOUT_MILLIS);
    }

    /** A response with its header names in lower case. */
    public record Response(int status, Map<String, String> headers, String body) {

        public JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** Sends characters 0 to 255 as the bytes they are. */
    public RawConnection send(String bytes) throws IOException {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Tells the server that nothing more comes. */
    public void endOfSending() throws IOException {
        socket.shutdownOutput();
    }

    /** The next response, empty when the server has closed the connection instead. */
    public Optional<Response> receive() throws IOException {
        return receive(true);
    }

    /**
     * The next response, empty when the server has closed the connection instead.
     *
     * @param hasBody not so for the answer to a HEAD, whatever its headers say
     */
    public Optional<Response> receive(boolean hasBody) throws IOException {
        var in = socket.getInputStream();
        var statusLine = line(in);
        if (statusLine.isEmpty()) {
            return Optional.empty();
        }
        var headers = new LinkedHashMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var length = hasBody ? Integer.parseInt(headers.getOrDefault("content-length", "0")) : 0;
        var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return Optional.of(new Response(Integer.parseInt(statusLine.split(" ", 3)[1]), headers, body));
    }

    public boolean isClosedByServer() throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException _) {
            return true;
        }
    }

    /** The next line, after a response whose body has no stated length. */
    public String line() throws IOException {
        return line(socket.getInputStream());
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.write(octet);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
