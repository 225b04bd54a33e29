package io.ledger.core.document;

import io.ledger.core.document.DocumentEntry.FoundDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One thing in which an entry of the live read model is not as it should be. */
public record DocumentDifference(String what, String live, String wanted) {

    private static final int LONGEST_TEXT = 120;

    /** Tells everything in which two entries of the same stream differ; nothing when they are equal. */
    public static <V extends Document> List<DocumentDifference> between(
            DocumentEntry<V> live, DocumentEntry<V> wanted, ViewProjection<?, ?, V> projection) {
        var found = new ArrayList<DocumentDifference>();
        if (live.document() instanceof FoundDocument.Known<V>(var before)
                && wanted.document() instanceof FoundDocument.Known<V>(var after)) {
            found.addAll(projection.differences(before, after));
        } else {
            add(found, "document", text(live.document(), projection), text(wanted.document(), projection));
        }
        add(
                found,
                "list place",
                live.place().orElse("not listed"),
                wanted.place().orElse("not listed"));
        add(found, "parked", live.parked() ? "yes" : "no", wanted.parked() ? "yes" : "no");
        return found;
    }

    /** Adds a difference unless the two are equal. */
    public static void add(List<DocumentDifference> found, String what, Object live, Object wanted) {
        if (!Objects.equals(live, wanted)) {
            found.add(new DocumentDifference(what, live.toString(), wanted.toString()));
        }
    }

    private static <V extends Document> String text(FoundDocument<V> document, ViewProjection<?, ?, V> projection) {
        return switch (document) {
            case FoundDocument.Absent<V>() -> "none";
            case FoundDocument.Known<V>(var view) -> projection.describe(view);
            case FoundDocument.Unreadable<V>(var text) -> "unreadable " + quoted(text);
        };
    }

    /** Text from a store, fit for one line of a report. */
    public static String quoted(String text) {
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
