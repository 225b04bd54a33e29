package io.ledger.http.answer;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.ledger.http.HttpLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses long answers for clients that take gzip.
 *
 * <p>The two forms of an answer are two things to a cache (RFC 9110, 8.8.3). So the compressed one has a tag of its
 * own, made of the other's ({@link EntityTag#compressed}), and {@code If-None-Match} takes either. A version has
 * the tag for {@code If-Match} and is never long enough to be compressed.
 */
public final class Compression {

    private static final Header GZIP = HeaderValues.createCached(HeaderNames.CONTENT_ENCODING, "gzip");
    private static final String VARIES = "Accept-Encoding";

    /** A character is at most so many octets of UTF-8. */
    private static final int OCTETS_OF_A_CHARACTER = 3;

    private static final Pattern QUALITY = Pattern.compile("q=(0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?)");

    private Compression() {}

    /** The answer as it is sent to a client that accepts these encodings. */
    public static Reply of(Reply reply, List<String> acceptEncoding) {
        if (!(reply instanceof Answer answer)
                || answer.status() != 200
                || answer.body().length() * OCTETS_OF_A_CHARACTER <= HttpLimits.UNCOMPRESSED_BYTES) {
            return reply;
        }
        var body = answer.body().getBytes(StandardCharsets.UTF_8);
        if (body.length <= HttpLimits.UNCOMPRESSED_BYTES) {
            return new FileAnswer(answer.headers(), answer.contentType(), body);
        }
        return takesGzip(acceptEncoding)
                ? new FileAnswer(headers(answer, true), answer.contentType(), gzipped(body, Deflater.BEST_SPEED))
                : new FileAnswer(headers(answer, false), answer.contentType(), body);
    }

    private static List<Header> headers(Answer answer, boolean isCompressed) {
        var headers = new ArrayList<Header>(answer.headers().size() + 2);
        var varies = VARIES;
        for (var header : answer.headers()) {
            if (header.headerName().equals(HeaderNames.VARY)) {
                varies = header.values() + ", " + VARIES;
            } else if (isCompressed && header.headerName().equals(HeaderNames.ETAG)) {
                headers.add(HeaderValues.create(HeaderNames.ETAG, EntityTag.compressed(header.values())));
            } else {
                headers.add(header);
            }
        }
        headers.add(HeaderValues.create(HeaderNames.VARY, varies));
        if (isCompressed) {
            headers.add(GZIP);
        }
        return headers;
    }

    /** Whether a client takes gzip, and likes it no less than no encoding at all (RFC 9110, 12.5.3). */
    public static boolean takesGzip(List<String> acceptEncoding) {
        if (acceptEncoding.isEmpty()) {
            return false;
        }
        var gzip = -1.0;
        var any = -1.0;
        var identity = -1.0;
        for (var part :
                String.join(",", acceptEncoding).toLowerCase(Locale.ROOT).split(",", -1)) {
            var fields = part.split(";", -1);
            var quality = quality(fields);
            switch (fields[0].strip()) {
                case "gzip", "x-gzip" -> gzip = Math.max(gzip, quality);
                case "*" -> any = Math.max(any, quality);
                case "identity" -> identity = Math.max(identity, quality);
                default -> {
                    // One that the server does not have.
                }
            }
        }
        var wanted = gzip < 0 ? any : gzip;
        return wanted > 0 && wanted >= identity;
    }

    /** An encoding whose quality cannot be read is not taken. */
    private static double quality(String[] fields) {
        for (var i = 1; i < fields.length; i++) {
            var field = fields[i].strip();
            if (field.startsWith("q")) {
                var match = QUALITY.matcher(field);
                return match.matches() ? Double.parseDouble(match.group(1)) : 0;
            }
        }
        return 1;
    }

    /**
     * The octets as gzip has them.
     *
     * @param level of {@link Deflater}
     */
    public static byte[] gzipped(byte[] bytes, int level) {
        var out = new ByteArrayOutputStream(bytes.length / 4);
        try (var gzip = new LeveledGzip(out, level)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException("Memory takes all that is written", impossible);
        }
        return out.toByteArray();
    }

    private static final class LeveledGzip extends GZIPOutputStream {
        LeveledGzip(OutputStream out, int level) throws IOException {
            super(out, HttpLimits.GZIP_BUFFER_BYTES);
            def.setLevel(level);
        }
    }
}
