package io.circleledger.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Entity tags: of a circle its version in quotes, of a page of its history a digest. */
final class EntityTag {

    private static final String TAG = "(?:W/)?\"[\\x21\\x23-\\x7E\\x80-\\uFFFF]*\"";
    private static final Pattern ONE = Pattern.compile(TAG);
    private static final Pattern EACH = Pattern.compile("\\G[ \\t,]*+(" + TAG + ")[ \\t]*(?=,|$)");
    private static final Pattern LIST = Pattern.compile("[ \\t,]*(?:" + TAG + "[ \\t]*(?:,[ \\t,]*|$))+");

    private static final int BODY_TAG_BYTES = 16;

    private EntityTag() {}

    /** What an {@code If-Match} header says about the version its sender has read. */
    sealed interface IfMatch {

        /** There is no such header. */
        record Absent() implements IfMatch {}

        /** Any version will do: {@code *}. */
        record AnyVersion() implements IfMatch {}

        /** The tag of this version. */
        record Version(int version) implements IfMatch {}

        /** A tag that no version of a circle matches: a weak one, or one from elsewhere. */
        record NoVersion() implements IfMatch {}

        /** Not what such a header can say; {@code reason} is a sentence for whoever sent it. */
        record Malformed(String reason) implements IfMatch {}
    }

    /** A tag of one text, and of no other. */
    static String of(String body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
            return "\"" + HexFormat.of().formatHex(digest, 0, BODY_TAG_BYTES) + "\"";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    /** The tag of the compressed form of what has this tag. */
    static String compressed(String tag) {
        return tag.substring(0, tag.length() - 1) + "-gzip\"";
    }

    static String of(int version) {
        return "\"" + version + "\"";
    }

    static IfMatch ifMatch(List<String> lines) {
        if (lines.isEmpty()) {
            return new IfMatch.Absent();
        }
        var value = String.join(", ", lines).strip();
        if (value.equals("*")) {
            return new IfMatch.AnyVersion();
        }
        if (ONE.matcher(value).matches()) {
            return version(value).<IfMatch>map(IfMatch.Version::new).orElseGet(IfMatch.NoVersion::new);
        }
        return new IfMatch.Malformed(
                LIST.matcher(value).matches()
                        ? "If-Match names several tags; name the one version you have read"
                        : "If-Match is not an entity tag; send the ETag as you received it, with its quotes");
    }

    private static Optional<Integer> version(String tag) {
        return PositiveInteger.parse(tag.substring(1, tag.length() - 1))
                .filter(version -> of(version).equals(tag));
    }

    /**
     * Whether {@code If-None-Match} names this tag, by weak comparison.
     *
     * <p>A header that cannot be read matches nothing, so that its sender gets the whole answer.
     */
    static boolean noneMatchHits(List<String> lines, String wanted) {
        if (lines.isEmpty()) {
            return false;
        }
        var value = String.join(", ", lines).strip();
        if (value.equals("*")) {
            return true;
        }
        return EACH.matcher(value)
                .results()
                .map(found -> found.group(1))
                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                .anyMatch(wanted::equals);
    }
}
