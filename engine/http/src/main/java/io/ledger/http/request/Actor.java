package io.ledger.http.request;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.ledger.core.Parsed;
import io.ledger.http.HttpLimits;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * Who asks: the header {@code X-Actor} of a proxy that has asked for a password, or nobody known.
 *
 * <p>The name is 1 to 200 characters without control characters. Its value is percent-encoded UTF-8,
 * because the web server reads headers as ASCII.
 */
public final class Actor {

    static final HeaderName HEADER = HeaderNames.create("X-Actor");

    static final String ANONYMOUS = "anonymous";

    private Actor() {}

    /** @param lines the header's field lines, none when it is absent or not trusted */
    static Parsed<String> of(List<String> lines) {
        if (lines.isEmpty()) {
            return new Parsed.Valid<>(ANONYMOUS);
        }
        if (lines.size() > 1) {
            return new Parsed.Invalid<>("The actor is given several times; give it once");
        }
        var text = lines.getFirst().strip();
        byte[] bytes;
        try {
            bytes = decoded(text);
        } catch (IllegalArgumentException _) {
            return new Parsed.Invalid<>("The actor is not percent-encoded; write % as %25, and what is not"
                    + " ASCII as its bytes in UTF-8, like %C3%A9");
        }
        try {
            return checked(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException _) {
            return new Parsed.Invalid<>("The actor is not UTF-8; encode its bytes in UTF-8");
        }
    }

    private static byte[] decoded(String text) {
        var bytes = new ByteArrayOutputStream(text.length());
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '%') {
                if (i + 3 > text.length()) {
                    throw new IllegalArgumentException("cut off");
                }
                bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else if (c < 0x80) {
                bytes.write(c);
            } else {
                throw new IllegalArgumentException("not ASCII");
            }
        }
        return bytes.toByteArray();
    }

    private static Parsed<String> checked(String actor) {
        var characters = actor.codePointCount(0, actor.length());
        if (actor.isBlank()) {
            return new Parsed.Invalid<>("The actor is blank; name who asks, or leave the header out");
        }
        if (characters > HttpLimits.ACTOR_CHARACTERS) {
            return new Parsed.Invalid<>("The actor has %d characters; at most %d are allowed"
                    .formatted(characters, HttpLimits.ACTOR_CHARACTERS));
        }
        return actor.codePoints().anyMatch(Actor::breaksLines)
                ? new Parsed.Invalid<>("The actor has a control character; remove it")
                : new Parsed.Valid<>(actor);
    }

    private static boolean breaksLines(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
