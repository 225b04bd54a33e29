package io.circleledger.bench.load;

import java.nio.charset.StandardCharsets;

/** The bytes of requests, made before the clock runs. */
final class RequestText {

    private RequestText() {}

    static byte[] get(String path) {
        return bytes("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    /** The part of a request with a body up to the number in Content-Length. */
    static String head(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: ";
    }

    static byte[] withBody(String method, String path, String body) {
        return bytes(head(method, path) + body.length() + "\r\n\r\n" + body);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
