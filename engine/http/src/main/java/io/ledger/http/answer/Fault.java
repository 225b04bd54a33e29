package io.ledger.http.answer;

import java.nio.charset.StandardCharsets;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer where: {@code #/field} in the body, {@code ?name} in the query, or a header's name; empty where nobody can
 *     tell, as in a request that cannot be read
 * @param detail what, as a sentence for whoever wrote the request
 */
public record Fault(String pointer, String detail) {

    private static final String UNRESERVED = "-._";
    /** A fault of a field of the body. */
    public static Fault field(String name, String detail) {
        return new Fault("#/" + fragment(name), detail);
    }
    /** A fault of a parameter of the query. */
    public static Fault parameter(String name, String detail) {
        return new Fault("?" + fragment(name), detail);
    }
    /** A fault of a header. */
    public static Fault header(String name, String detail) {
        return new Fault(name, detail);
    }

    /** A name the caller chose, as a token of a JSON pointer in a URI fragment (RFC 6901, 6). */
    private static String fragment(String name) {
        var encoded = new StringBuilder();
        for (var octet : name.replace("~", "~0").replace("/", "~1").getBytes(StandardCharsets.UTF_8)) {
            var c = (char) (octet & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || c == '~' || UNRESERVED.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append("%%%02X".formatted((int) c));
            }
        }
        return encoded.toString();
    }
}
