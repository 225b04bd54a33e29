package io.ledger.stores;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Paths as the stores' configuration files and a shell have to have them. */
final class PathText {

    private static final Pattern PATTERN_SIGN = Pattern.compile("[*?\\[]");

    private PathText() {}

    /** Between the double quotes of my.cnf or redis.conf, which both take a backslash before what is special. */
    static String inDoubleQuotes(Path path) {
        return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** As an argument that is a pattern of file names as soon as it has a sign of one. */
    static String patternOfOne(Path path) {
        var text = path.toString();
        return PATTERN_SIGN.matcher(text).find() ? text.replaceAll("[\\\\*?\\[]", "\\\\$0") : text;
    }

    /** One word of a shell. */
    static String shellWord(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }
}
