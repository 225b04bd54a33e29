package io.circleledger.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What people have written into a generated page, kept when it is generated anew.
 *
 * <p>A remark stands between two comments: {@code <!-- remark: name -->} and {@code <!-- end -->}.
 */
public final class Remarks {

    private static final Pattern REMARK =
            Pattern.compile("<!-- remark: ([^>]+?) -->\n(.*?)<!-- end -->", Pattern.DOTALL);

    private final Map<String, String> texts = new HashMap<>();

    /** The remarks of a page that is there, or none. */
    public static Remarks in(Path page) throws IOException {
        return of(Files.exists(page) ? Files.readString(page) : "");
    }

    static Remarks of(String page) {
        var remarks = new Remarks();
        var matcher = REMARK.matcher(page);
        while (matcher.find()) {
            remarks.texts.put(matcher.group(1), matcher.group(2));
        }
        return remarks;
    }

    /** The place of a remark with what stands in it. */
    public String place(String name) {
        return "<!-- remark: " + name + " -->\n" + texts.getOrDefault(name, "") + "<!-- end -->\n";
    }
}
