package io.circleledger.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The files of the web console, as they are written: no build has touched them.
 *
 * <p>They are listed by name, so that what is served is decided here and not by what happens to lie
 * in a directory.
 */
public final class Console {

    /** The page, which names the others. */
    public static final String PAGE = "index.html";

    private static final String DIRECTORY = "web/";

    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private static final List<String> NAMES = List.of(
            "icon.svg",
            "style.css",
            "first.js",
            "app.js",
            "api.js",
            "circle.js",
            "circles.js",
            "columns.js",
            "create.js",
            "csv.js",
            "decode.js",
            "deeds.js",
            "dialog.js",
            "dissolve.js",
            "dom.js",
            "download.js",
            "drafts.js",
            "edit.js",
            "export.js",
            "filters.js",
            "fold.js",
            "health.js",
            "i18n.js",
            "import.js",
            "importjob.js",
            "importmemory.js",
            "live.js",
            "mapping.js",
            "merge.js",
            "outcome.js",
            "plan.js",
            "plot.js",
            "preview.js",
            "print.js",
            "result.js",
            "roster.js",
            "rows.js",
            "rules.js",
            "throughput.js",
            "timeline.js",
            "toast.js",
            "trouble.js",
            "watch.js",
            "words.js",
            "xlsx.js");

    private Console() {}

    /** The names of all files but the page. */
    public static List<String> others() {
        return NAMES;
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
