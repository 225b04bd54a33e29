package io.ledger.http.answer;

import io.ledger.core.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Entity tags: of a state its version in quotes, of a list a digest. */
public final class EntityTag {

    private static final String TAG = "(?:W/)?\"[\\x21\\x23-\\x7E\\x80-\\uFFFF]*\"";
    private static final Pattern EACH = Pattern.compile("\\G[ \\t,]*+(" + TAG + ")[ \\t]*(?=,|$)");
    private static final Pattern LIST = Pattern.compile("[ \\t,]*(?:" + TAG + "[ \\t]*(?:,[ \\t,]*|$))+");

    private static final int BODY_TAG_DIGITS = 32;

    /** How much of a tag is repeated to who sent it. */
    private static final int SHOWN_CHARACTERS = 80;

    private EntityTag() {}

    /** What an {@code If-Match} header says about the version its sender has read. */
    public sealed interface IfMatch {

        /** There is no such header. */
        record NoCondition() implements IfMatch {}

        /** Any version will do: {@code *}. */
        record Wildcard() implements IfMatch {}

        /**
         * Tags, one or several.
         *
         * @param versions those that are a version's, as this server gives them
         * @param others those that no version matches: weak ones, altered ones, or from elsewhere
         */
        record Tags(SortedSet<Integer> versions, List<String> others) implements IfMatch {}

        /** Not what such a header can say; {@code reason} is a sentence for whoever sent it. */
        record Malformed(String reason) implements IfMatch {}
    }

    /** A tag of one text, and of no other. */
    public static String of(String body) {
        return "\"" + Sha256.hex(body, BODY_TAG_DIGITS) + "\"";
    }

    /** The tag of the compressed form of what has this tag. */
    static String compressed(String tag) {
        return tag.substring(0, tag.length() - 1) + "-gzip\"";
    }
    /** The tag of a version. */
    public static String of(int version) {
        return "\"" + version + "\"";
    }
    /** Reads the field lines of {@code If-Match}. */
    public static IfMatch ifMatch(List<String> lines) {
        if (lines.isEmpty()) {
            return new IfMatch.NoCondition();
        }
        var value = String.join(", ", lines).strip();
        if (value.equals("*")) {
            return new IfMatch.Wildcard();
        }
        if (!LIST.matcher(value).matches()) {
            return new IfMatch.Malformed(
                    "If-Match is not a list of entity tags; send the ETag as you received it, with its quotes");
        }
        var versions = new TreeSet<Integer>();
        var others = new ArrayList<String>();
        for (var tag : tags(value)) {
            version(tag).ifPresentOrElse(versions::add, () -> others.add(tag));
        }
        return new IfMatch.Tags(versions, others);
    }

    private static List<String> tags(String list) {
        return EACH.matcher(list).results().map(found -> found.group(1)).toList();
    }

    /** What is wrong with the first tag that is no version's, if there is one, and what helps. */
    public static Optional<String> explained(IfMatch ifMatch) {
        var others = ifMatch instanceof IfMatch.Tags tags ? tags.others() : List.<String>of();
        return others.stream().findFirst().map(EntityTag::explained);
    }

    private static String explained(String tag) {
        var shown = tag.length() <= SHOWN_CHARACTERS ? tag : tag.substring(0, SHOWN_CHARACTERS) + "…";
        return tag.startsWith("W/")
                ? ("The tag %s is weak, and a change needs a strong one. Something between you and this server, such as a"
                                + " proxy that compresses, has made it weak: send it without W/, or send the version itself.")
                        .formatted(shown)
                : ("The tag %s is none of this server's: the tag of a version is its number in quotes, such as \"1\"."
                                + " Something between you and this server may have altered it: send the number alone in"
                                + " quotes, or send the version itself.")
                        .formatted(shown);
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
    public static boolean noneMatchHits(List<String> lines, String wanted) {
        if (lines.isEmpty()) {
            return false;
        }
        var value = String.join(", ", lines).strip();
        if (value.equals("*")) {
            return true;
        }
        return tags(value).stream()
                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                .anyMatch(wanted::equals);
    }
}
