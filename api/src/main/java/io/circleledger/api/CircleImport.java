package io.circleledger.api;

import io.circleledger.command.CircleCommands;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleField;
import io.circleledger.domain.circle.CircleField.IntegerField;
import io.circleledger.domain.circle.CircleField.TextField;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.circle.FieldValues;
import io.circleledger.query.CircleQueries;
import io.ledger.core.Parsed;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Reason;
import io.ledger.core.command.Request;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.ExpectedVersion;
import io.ledger.core.stream.StreamIndex;
import io.ledger.core.text.NameFolding;
import io.ledger.office.ImportField;
import io.ledger.office.KnownRecord;
import io.ledger.office.RecordKind;
import io.ledger.office.RowKey;
import io.ledger.office.RowOutcome;
import io.ledger.tables.WholeNumberText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Imports of circles: each row is one, matched by its id or else by its name as searches fold it. */
public final class CircleImport implements RecordKind {

    /** Pages are as large as the read model gives them. */
    private static final int PAGE = 1_000;

    private static final ImportField ID =
            ImportField.id(CircleApi.ID, CircleApi.ID, "ID", "団体ID", "サークルID", "Circle ID");

    /** What people write above the columns; another field is known by its name until it gets words here. */
    private static final Map<String, List<String>> HEADINGS = Map.of(
            "circle_name",
            words("サークル名 サークル名称 団体名 団体名称 クラブ名 クラブ名称 部活名 部活動名 同好会名 名前 名称"
                    + " clubname groupname societyname name サークル 団体 クラブ circle club society"),
            "capacity",
            words("定員 定員数 収容人数 収容定員 最大人数 上限人数 人数 会員数 部員数 所属人数" + " maxcapacity maxmembers maximum members size"),
            "name_kana",
            words("フリガナ 読み 読み方 読み仮名 ヨミ カナ 団体名カナ 団体名フリガナ サークル名カナ サークル名フリガナ reading kana furigana"),
            "kind",
            words("種別 種類 区分 分類 団体種別 団体区分 サークル種別 kind type category"));

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }

    private final CircleCommands commands;
    private final CircleQueries queries;
    private final NameFolding folding;
    private final Supplier<GlobalPosition> head;
    private final StreamIndex index;

    /**
     * @param head reads the end of the log
     * @param index tells circles that have ended from those that never were
     */
    public CircleImport(
            CircleCommands commands,
            CircleQueries queries,
            NameFolding folding,
            Supplier<GlobalPosition> head,
            StreamIndex index) {
        this.commands = commands;
        this.queries = queries;
        this.folding = folding;
        this.head = head;
        this.index = index;
    }

    @Override
    public String name() {
        return "circles";
    }

    @Override
    public String noun() {
        return "circle";
    }

    @Override
    public ImportField idField() {
        return ID;
    }

    @Override
    public Optional<ImportField> versionField() {
        return Optional.of(ImportField.VERSION);
    }

    @Override
    public List<ImportField> fields() {
        return CircleDetails.FIELDS.stream().map(CircleImport::column).toList();
    }

    private static ImportField column(CircleField<?> field) {
        var name = CircleFields.name(field);
        var headings = new ArrayList<>(List.of(name));
        headings.addAll(HEADINGS.getOrDefault(name, List.of()));
        return new ImportField(name, field.isRequired(), headings);
    }

    @Override
    public Optional<RowKey> key(Map<String, String> values) {
        var name = CircleFields.name(CircleDetails.NAME);
        return Optional.ofNullable(values.get(name)).map(value -> new RowKey(folding.fold(value), name, true));
    }

    @Override
    public Parsed<String> normal(String field, String text) {
        return written(field(field), text);
    }

    private static <T> Parsed<String> written(CircleField<T> field, String text) {
        return parse(field, text).map(value -> shown(field, value));
    }

    private static <T> String shown(CircleField<T> field, T value) {
        return field.plain(Change.NONE.with(field, value)).orElseThrow().toString();
    }

    private static <T> Parsed<T> parse(CircleField<T> field, String text) {
        return switch (field) {
            case TextField<T> texts -> texts.parse(text);
            case IntegerField<T> numbers ->
                switch (WholeNumberText.parse(text)) {
                    case Parsed.Valid<Long>(var number) -> numbers.parse(number);
                    case Parsed.Invalid<Long>(var reason) -> new Parsed.Invalid<>(reason);
                };
        };
    }

    private static CircleField<?> field(String name) {
        return CircleDetails.FIELDS.stream()
                .filter(field -> CircleFields.name(field).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Circles have no field " + name));
    }

    @Override
    public Parsed<String> reason(String text) {
        return Reason.parse(text).map(Reason::value);
    }

    @Override
    public void each(Consumer<KnownRecord> known) {
        var end = head.get();
        var after = Optional.of(GlobalPosition.START);
        while (after.isPresent()) {
            var page = queries.list(after.get(), PAGE, end);
            for (var circle : page.documents()) {
                var values = new LinkedHashMap<String, String>();
                for (var field : CircleDetails.FIELDS) {
                    field.plain(circle.details())
                            .ifPresent(value -> values.put(CircleFields.name(field), value.toString()));
                }
                known.accept(new KnownRecord(circle.id(), circle.version(), values));
            }
            after = page.next();
        }
    }

    @Override
    public Set<String> ended(Collection<String> ids) {
        var streams = ids.stream().map(Circles::parse).flatMap(Optional::stream).toList();
        return index.of(streams).values().stream()
                .filter(circle -> !circle.isShown())
                .map(StreamIndex.Lifespan::streamId)
                .collect(Collectors.toSet());
    }

    @Override
    public RowOutcome create(Map<String, String> values, Request request) {
        return RowOutcome.of(commands.create(CircleDetails.from(change(values)), request), RowRefusal::words);
    }

    @Override
    public RowOutcome change(String id, int version, Map<String, String> values, Request request) {
        var blank = values.keySet().stream()
                .filter(field -> values.getOrDefault(field, "").isEmpty())
                .findFirst();
        if (blank.isPresent()) {
            return new RowOutcome.ForbiddenRow(
                    "The circle had no %s before, and what it has cannot be taken away; correct it by hand."
                            .formatted(blank.get().replace('_', ' ')));
        }
        return RowOutcome.of(
                commands.update(Circles.stream(id), exactly(version), change(values), request), RowRefusal::words);
    }

    @Override
    public RowOutcome end(String id, int version, Request request) {
        return RowOutcome.of(commands.dissolve(Circles.stream(id), exactly(version), request), RowRefusal::words);
    }

    private static Precondition exactly(int version) {
        return new Precondition.Exactly(new ExpectedVersion(version));
    }

    /** Values that were parsed before, or that a circle had. */
    private static Change change(Map<String, String> values) {
        return Change.from(new FieldValues() {
            @Override
            public <T> Optional<T> get(CircleField<T> field) {
                return Optional.ofNullable(values.get(CircleFields.name(field))).map(text -> stored(field, text));
            }
        });
    }

    private static <T> T stored(CircleField<T> field, String text) {
        var parsed = switch (field) {
            case TextField<T> texts -> texts.stored(text);
            case IntegerField<T> numbers -> numbers.parse(Long.parseLong(text));
        };
        return parsed.orElseThrow(IllegalArgumentException::new);
    }
}
