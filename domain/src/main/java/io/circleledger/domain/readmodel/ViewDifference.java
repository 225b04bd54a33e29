package io.circleledger.domain.readmodel;

import io.circleledger.domain.readmodel.ViewEntry.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One thing in which a circle of the live read model is not as it should be. */
public record ViewDifference(String what, String live, String wanted) {

    private static final int LONGEST_TEXT = 120;

    /** Tells everything in which two entries of the same circle differ; nothing when they are equal. */
    public static List<ViewDifference> between(ViewEntry live, ViewEntry wanted) {
        var found = new ArrayList<ViewDifference>();
        if (live.document() instanceof Document.Known(var before)
                && wanted.document() instanceof Document.Known(var after)) {
            add(found, "name", quoted(before.name()), quoted(after.name()));
            add(found, "capacity", before.capacity(), after.capacity());
            add(found, "version", before.version(), after.version());
        } else {
            add(found, "document", text(live.document()), text(wanted.document()));
        }
        add(
                found,
                "list place",
                live.place().orElse("not listed"),
                wanted.place().orElse("not listed"));
        add(found, "parked", live.parked() ? "yes" : "no", wanted.parked() ? "yes" : "no");
        return found;
    }

    private static void add(List<ViewDifference> found, String what, Object live, Object wanted) {
        if (!Objects.equals(live, wanted)) {
            found.add(new ViewDifference(what, live.toString(), wanted.toString()));
        }
    }

    private static String text(Document document) {
        return switch (document) {
            case Document.Absent() -> "none";
            case Document.Known(var view) ->
                "%s, capacity %d, version %d".formatted(quoted(view.name()), view.capacity(), view.version());
            case Document.Unreadable(var text) -> "unreadable " + quoted(text);
        };
    }

    /** Text from a store, fit for one line of a report. */
    private static String quoted(String text) {
        var printable = text.codePoints()
                .limit(LONGEST_TEXT)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return "\"" + printable + (printable.length() < text.length() ? "…" : "") + "\"";
    }

    @Override
    public String toString() {
        return what + ": " + live + " → " + wanted;
    }
}
