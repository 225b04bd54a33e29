package io.circleledger.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The files of the web console, as they are written: no build has touched them.
 *
 * <p>The page names them all, so that a browser asks for every one at once; what it does not name is not
 * served. So there is one list of them, and not what happens to lie in a directory.
 */
public final class Console {

    /** The page. It has each other file's name in a path of this edition, which the server fills in. */
    public static final String PAGE = "index.html";

    private static final String DIRECTORY = "web/";

    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private static final Pattern NAMED = Pattern.compile("\"console/\\{edition}/([^\"]+)\"");

    private static final List<String> OTHERS =
            NAMED.matcher(content(PAGE)).results().map(match -> match.group(1)).toList();

    private Console() {}

    /** The names of all files but the page, in the order in which the page has them. */
    public static List<String> others() {
        return OTHERS;
    }

    /** What a browser is told that a file is. */
    public static String mediaType(String name) {
        var type = MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalArgumentException("No media type is known for " + name);
        }
        return type;
    }

    /** What is written in a file. */
    public static String content(String name) {
        try (var file = Console.class.getResourceAsStream(DIRECTORY + name)) {
            if (file == null) {
                throw new IllegalStateException("The console lacks its file " + name);
            }
            // Line ends as they are here, whatever a checkout made of them.
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException("The console's file %s cannot be read".formatted(name), failure);
        }
    }
}
