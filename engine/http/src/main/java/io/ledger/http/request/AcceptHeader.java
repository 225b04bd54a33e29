package io.ledger.http.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which of two media types a client would rather have (RFC 9110, 12.5.1). */
public final class AcceptHeader {

    private static final Pattern QUALITY = Pattern.compile("(?i)q=([01](?:\\.\\d{0,3})?)");

    private AcceptHeader() {}

    /** A part of the header. */
    private record MediaRange(String type, double quality) {}

    /**
     * Whether a client names a media type and likes it no less than another one.
     *
     * <p>A client that takes anything has not named it. One that takes neither is not refused: it
     * gets the other and can see what it got.
     */
    public static boolean asksFor(String named, String other, List<String> lines) {
        var ranges = ranges(lines);
        var wanted = ranges.stream()
                .filter(range -> range.type().equals(named))
                .mapToDouble(MediaRange::quality)
                .max()
                .orElse(0);
        return wanted > 0 && wanted >= quality(other, ranges);
    }

    /** By the most specific range that has the type. */
    private static double quality(String type, List<MediaRange> ranges) {
        var family = type.substring(0, type.indexOf('/')) + "/*";
        for (var candidate : List.of(type, family, "*/*")) {
            for (var range : ranges) {
                if (range.type().equals(candidate)) {
                    return range.quality();
                }
            }
        }
        return 0;
    }

    private static List<MediaRange> ranges(List<String> lines) {
        var ranges = new ArrayList<MediaRange>();
        for (var part : String.join(",", lines).split(",", -1)) {
            var fields = part.split(";", -1);
            var quality = 1.0;
            for (var i = 1; i < fields.length; i++) {
                var match = QUALITY.matcher(fields[i].strip());
                if (match.matches()) {
                    quality = Math.min(1.0, Double.parseDouble(match.group(1)));
                }
            }
            ranges.add(new MediaRange(fields[0].strip().toLowerCase(Locale.ROOT), quality));
        }
        return ranges;
    }
}
