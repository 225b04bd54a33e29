package io.ledger.office;

import io.ledger.core.Parsed;
import io.ledger.core.command.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Imports of books on a shelf, for tests of what is the same for all kinds. */
final class ShelfImport implements RecordKind {

    final List<KnownRecord> books = new ArrayList<>();

    ShelfImport with(String id, int version, String title, String copies) {
        books.add(new KnownRecord(id, version, Map.of("title", title, "copies", copies)));
        return this;
    }

    @Override
    public String name() {
        return "books";
    }

    @Override
    public String noun() {
        return "book";
    }

    @Override
    public ImportField idField() {
        return new ImportField("book_id", false, List.of("book_id"), Optional.of(Pattern.compile("b\\d+")));
    }

    @Override
    public Optional<ImportField> versionField() {
        return Optional.of(new ImportField("edition", false, List.of("edition")));
    }

    @Override
    public List<ImportField> fields() {
        return List.of(
                new ImportField("title", true, List.of("title")),
                new ImportField("copies", true, List.of("copies")),
                new ImportField("shelf", false, List.of("shelf")));
    }

    @Override
    public Optional<RowKey> key(Map<String, String> values) {
        return Optional.ofNullable(values.get("title"))
                .map(title -> new RowKey(title.toLowerCase(Locale.ROOT), "title", true));
    }

    @Override
    public Parsed<String> normal(String field, String text) {
        return field.equals("copies") && !text.matches("\\d+")
                ? new Parsed.Invalid<>("\"%s\" is no number.".formatted(text))
                : new Parsed.Valid<>(text);
    }

    @Override
    public Parsed<String> reason(String text) {
        return new Parsed.Valid<>(text);
    }

    @Override
    public void each(Consumer<KnownRecord> known) {
        books.forEach(known);
    }

    @Override
    public Set<String> ended(Collection<String> ids) {
        return ids.contains("b99") ? Set.of("b99") : Set.of();
    }

    @Override
    public RowOutcome create(Map<String, String> values, Request request) {
        throw new IllegalStateException("Nothing is done while it is planned");
    }

    @Override
    public RowOutcome change(String id, int version, Map<String, String> values, Request request) {
        throw new IllegalStateException("Nothing is done while it is planned");
    }

    @Override
    public RowOutcome end(String id, int version, Request request) {
        throw new IllegalStateException("Nothing is done while it is planned");
    }
}
