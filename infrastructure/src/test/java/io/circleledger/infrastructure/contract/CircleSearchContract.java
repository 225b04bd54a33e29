package io.circleledger.infrastructure.contract;

import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.CircleSamples;
import io.circleledger.domain.circle.CircleStatus;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleSearch;
import io.circleledger.domain.readmodel.CircleSearch.Criteria;
import io.circleledger.domain.readmodel.CircleSearch.Place;
import io.circleledger.domain.readmodel.CircleSearch.SortBy;
import io.circleledger.domain.readmodel.CircleStanding;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.StreamId;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ParkedStream;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.read.SearchHits;
import io.ledger.core.text.NameFolding;
import java.text.Normalizer;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every search promises, held to the same circles in a plain list. */
public abstract class CircleSearchContract {

    private static final List<String> PIECES = List.of(
            "テニス", "サークル", "てにす", "ﾃﾆｽ", "Tennis", "TENNIS", "tennis", " ", "a", "aa", "ab", "👍", "が", "か\u3099", "部",
            "Ⅳ", "ß", "ー", "ん", "-", "・", "ヴ", "ァ", "é", "髙", "高", "!");

    private static final List<SortBy> SORTS = List.of(SortBy.values());

    private static final List<CircleStatus> STATUSES = List.of(CircleStatus.values());

    private final Map<StreamId, Long> created = new HashMap<>();
    private final Map<StreamId, CircleView> living = new HashMap<>();
    private final Map<StreamId, CircleView> dissolved = new HashMap<>();
    private final Map<StreamId, DocumentChange<CircleView>> pending = new LinkedHashMap<>();
    private final Set<StreamId> spared = new HashSet<>();
    private Checkpoint checkpoint = Checkpoint.START;
    private long position;

    /** An empty index as its projection writes it. */
    protected abstract DocumentStore<CircleView> store();

    /** The same index as queries see it. */
    protected abstract CircleSearch search();

    /** What the search has regard for in a text. */
    protected abstract NameFolding folding();

    /** What names are put in order by. */
    protected abstract Comparator<String> order();

    @BeforeEach
    void startOver() {
        assertThat(store().reset(store().checkpoint())).isTrue();
    }

    @Test
    void aNameIsFoundByAnyPartOfItInAnyCaseWidthAndKana() {
        var tennis = create("テニスサークル", 20);
        var club = create("Tennis club", 30);

        for (var text : List.of("ﾃﾆｽ", "てにす", "テニス", "ス", "スサー", "さーくる", "テニスサークル")) {
            assertThat(found(text)).as(text).containsExactly(tennis);
        }
        for (var text : List.of(
                "TENNIS", "ｔｅｎｎｉｓ", "s c", "b", "Tennis club", "club tennis", "tennis\u3000club", "tennisclub")) {
            assertThat(found(text)).as(text).containsExactly(club);
        }
        for (var text : List.of("テスニ", "clubtennis", "クルテ", "x", "Tennis サークル")) {
            assertThat(found(text)).as(text).isEmpty();
        }
    }

    @Test
    void onlyCapacitiesInTheRangeAreFound() {
        var small = create("a", 3);
        var medium = create("a", 20);
        var large = create("a", 32_767);

        assertThat(found(Optional.empty(), 3, 3)).containsExactly(small);
        assertThat(found(Optional.empty(), 4, 32_766)).containsExactly(medium);
        assertThat(found(Optional.of("a"), 20, 32_767)).containsExactly(medium, large);
        assertThat(found(Optional.of("b"), 3, 32_767)).isEmpty();
    }

    @Test
    void whatWasAppliedIsFoundAtOnceAndCompleteToItsPosition() {
        var id = create("before", 20);
        assertThat(page("before").completeTo()).isEqualTo(new GlobalPosition(position));
        apply(new DocumentChange.Put<>(CircleSamples.view(id.id(), "after", 20, 2), Optional.empty()));

        assertThat(found("before")).isEmpty();
        assertThat(found("after")).containsExactly(id);
        assertThat(page("after").completeTo()).isEqualTo(new GlobalPosition(position));
        apply(new DocumentChange.Remove<>(id));
        assertThat(found("after")).isEmpty();
        // Events that leave every circle as it is count as well.
        apply();
        assertThat(page("after").completeTo()).isEqualTo(new GlobalPosition(position));
    }

    @Test
    void parkedCirclesAreNotFound() {
        var id = create("a", 20);
        var other = create("b", 20);
        living.remove(id);
        apply(new DocumentChange.Park<>(
                new ParkedStream(id.id(), 2, new GlobalPosition(3), "unreadable", SampleHistories.TIME)));

        assertThat(found(Optional.empty(), 3, 32_767)).containsExactly(other);
        assertThat(walk(new Criteria(Optional.empty(), 3, 32_767, SortBy.NAME, true), 1, () -> {}))
                .containsExactly(other);
    }

    @Test
    void dissolvedCirclesAreFoundByThoseWhoAskForThem() {
        var lives = create("club", 20);
        var ended = create("club", 20);
        end(ended);
        apply();

        assertThat(found("club")).containsExactly(lives);
        assertThat(found(Set.of(CircleStatus.DISSOLVED))).containsExactly(ended);
        assertThat(found(EnumSet.allOf(CircleStatus.class))).containsExactly(lives, ended);
        assertThat(search().page(all(Set.of(CircleStatus.DISSOLVED)), Optional.empty(), 10)
                        .documents())
                .containsExactly(dissolved.get(ended));
    }

    @Test
    void circlesThatAreOtherwiseEqualComeByTheirCreationAndTurnedRoundInDescendingOrder() {
        var ids = new ArrayList<StreamId>();
        for (var i = 0; i < 30; i++) {
            ids.add(create("same", 20));
        }

        for (var sort : SortBy.values()) {
            assertThat(walk(new Criteria(Optional.of("same"), 3, 32_767, sort, false), 7, () -> {}))
                    .as(sort.name())
                    .isEqualTo(ids);
            assertThat(walk(new Criteria(Optional.of("same"), 3, 32_767, sort, true), 7, () -> {}))
                    .as(sort.name())
                    .isEqualTo(ids.reversed());
        }
    }

    @Test
    void namesThatBeginAlikeForLongAreWalkedWithoutGap() {
        var ids = new HashSet<StreamId>();
        for (var i = 0; i < 20; i++) {
            // Each of these characters is eighteen of others when it is folded.
            ids.add(create("\ufdfa".repeat(98) + i, 20));
        }

        assertThat(walk(new Criteria(Optional.empty(), 3, 32_767, SortBy.NAME, false), 3, () -> {}))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void everySearchAgreesWithAPlainList() {
        var seed = Long.getLong("search.seed", new Random().nextLong());
        System.out.println("search.seed=" + seed);
        var random = new Random(seed);
        for (var round = 0; round < 60; round++) {
            change(random, 25);
            for (var i = 0; i < 4; i++) {
                var criteria = criteria(random);
                assertThat(walk(criteria, 1 + random.nextInt(40), () -> {}))
                        .as("seed %d, round %d, %s", seed, round, criteria)
                        .isEqualTo(expected(criteria));
            }
        }
    }

    @Test
    void whoKeepsItsKeyIsMetOnceByAWalkWhateverHappensToOthers() {
        var seed = Long.getLong("search.seed", new Random().nextLong());
        System.out.println("search.seed=" + seed);
        var random = new Random(seed);
        for (var round = 0; round < 6; round++) {
            change(random, 80);
            var before = Map.copyOf(living);
            var sort = SORTS.get(round % SORTS.size());
            var criteria = new Criteria(Optional.empty(), 3, 32_767, sort, random.nextBoolean());
            // However long the walk takes, some are left as they are.
            before.keySet().stream()
                    .sorted(Comparator.comparing(StreamId::id))
                    .limit(10)
                    .forEach(spared::add);
            Set<StreamId> touched = new HashSet<>();

            // More may be created after each page than is on one: a walk only ends because that ends.
            var changes = new AtomicInteger(100);
            var walked = walk(criteria, 1 + random.nextInt(9), () -> {
                if (changes.getAndDecrement() > 0) {
                    touched.addAll(change(random, 5));
                }
            });

            var kept = before.keySet().stream()
                    .filter(id -> living.containsKey(id))
                    .filter(id -> sort == SortBy.CREATED || !touched.contains(id))
                    .toList();
            var where = "seed %d, round %d, %s".formatted(seed, round, criteria);
            assertThat(kept).as(where).isNotEmpty();
            assertThat(walked.stream().filter(kept::contains).toList())
                    .as(where)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(kept);
            spared.clear();
        }
    }

    private StreamId create(String name, int capacity) {
        var id = record(name, capacity);
        apply();
        return id;
    }

    /** A creation that is yet to be applied. */
    private StreamId record(String name, int capacity) {
        var id = newId();
        created.put(id, position + 1);
        record(CircleSamples.view(id.id(), name, capacity, 1));
        return id;
    }

    private void record(CircleView view) {
        var id = Circles.stream(view.id());
        living.put(id, view);
        var isNew = view.version() == 1 || pending.containsKey(id);
        record(
                id,
                new DocumentChange.Put<>(
                        view, isNew ? Optional.of(new GlobalPosition(created.get(id))) : Optional.empty()));
    }

    /** A dissolution that is yet to be applied. */
    private void end(StreamId id) {
        var view = living.remove(id);
        var at = SampleHistories.TIME.plus(position, ChronoUnit.MICROS);
        dissolved.put(
                id,
                new CircleView(
                        view.id(),
                        view.details(),
                        CircleStanding.of("dissolved", "", 0, 0),
                        view.version() + 1,
                        Optional.of(at)));
        record(
                id,
                new DocumentChange.Put<>(
                        dissolved.get(id),
                        pending.containsKey(id) ? Optional.of(new GlobalPosition(created.get(id))) : Optional.empty()));
    }

    private void record(StreamId id, DocumentChange<CircleView> change) {
        position++;
        pending.put(id, change);
    }

    private void apply() {
        apply(List.of());
    }

    private void apply(DocumentChange<CircleView> change) {
        apply(List.of(change));
    }

    private void apply(List<DocumentChange<CircleView>> changes) {
        if (pending.isEmpty()) {
            position++;
        }
        var to = new Checkpoint(new GlobalPosition(position), new UUID(0, position).toString());
        var all = Stream.concat(pending.values().stream(), changes.stream()).toList();
        assertThat(store().apply(checkpoint, all, to)).isTrue();
        pending.clear();
        checkpoint = to;
    }

    /** Creates, changes and dissolves circles, and tells which were changed or dissolved. */
    private Set<StreamId> change(Random random, int times) {
        var touched = new HashSet<StreamId>();
        for (var i = 0; i < times; i++) {
            var any = living.keySet().stream()
                    .filter(id -> !spared.contains(id))
                    .sorted(Comparator.comparing(StreamId::id))
                    .toList();
            if (any.isEmpty() || random.nextInt(3) == 0) {
                record(composed(random), 3 + random.nextInt(5));
                continue;
            }
            var id = any.get(random.nextInt(any.size()));
            touched.add(id);
            if (random.nextInt(4) == 0) {
                if (random.nextInt(4) == 0) {
                    living.remove(id);
                    record(id, new DocumentChange.Remove<>(id));
                } else {
                    end(id);
                }
            } else {
                record(CircleSamples.view(
                        id.id(),
                        composed(random),
                        3 + random.nextInt(5),
                        living.get(id).version() + 1));
            }
        }
        apply();
        return touched;
    }

    private static String name(Random random) {
        var name = new StringBuilder();
        for (var pieces = 1 + random.nextInt(4); pieces > 0; pieces--) {
            name.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return name.toString().isBlank() ? "x" : name.toString().strip();
    }

    /** A name as ledgers have them. */
    private static String composed(Random random) {
        return Normalizer.normalize(name(random), Normalizer.Form.NFC);
    }

    private static Criteria criteria(Random random) {
        var text = random.nextInt(4) == 0 ? Optional.<String>empty() : Optional.of(name(random));
        var min = random.nextBoolean() ? 3 : 3 + random.nextInt(4);
        var max = random.nextBoolean() ? 32_767 : min + random.nextInt(4);
        var sort = SORTS.get(random.nextInt(SORTS.size()));
        var statuses = EnumSet.of(STATUSES.get(random.nextInt(STATUSES.size())));
        statuses.add(STATUSES.get(random.nextInt(STATUSES.size())));
        return new Criteria(statuses, text, min, max, sort, random.nextBoolean());
    }

    private List<StreamId> expected(Criteria criteria) {
        var fold = folding();
        Comparator<CircleView> byCreation = Comparator.comparing(view -> created.get(Circles.stream(view.id())));
        var order = switch (criteria.sort()) {
            case CREATED -> byCreation;
            case NAME ->
                Comparator.comparing(CircleSearchContract::nameOf, order()).thenComparing(byCreation);
            case CAPACITY ->
                Comparator.comparingInt(CircleSearchContract::capacityOf).thenComparing(byCreation);
        };
        return Stream.concat(living.values().stream(), dissolved.values().stream())
                .filter(view -> criteria.statuses().contains(view.status()))
                .filter(view -> criteria.text()
                        .map(text -> fold.words(text).stream().allMatch(fold.fold(nameOf(view))::contains))
                        .orElse(true))
                .filter(view -> capacityOf(view) >= criteria.minCapacity())
                .filter(view -> capacityOf(view) <= criteria.maxCapacity())
                .sorted(criteria.descending() ? order.reversed() : order)
                .map(view -> Circles.stream(view.id()))
                .toList();
    }

    private static String nameOf(CircleView view) {
        return view.details().name().value();
    }

    private static int capacityOf(CircleView view) {
        return view.details().capacity().value();
    }

    private List<StreamId> walk(Criteria criteria, int limit, Runnable betweenPages) {
        var walked = new ArrayList<StreamId>();
        assertThat(search().page(criteria, Optional.empty(), 1).total())
                .isEqualTo(expected(criteria).size());
        Optional<Place> after = Optional.empty();
        do {
            var page = search().page(criteria, after, limit);
            assertThat(page.completeTo()).isEqualTo(new GlobalPosition(position));
            assertThat(page.documents()).hasSizeLessThanOrEqualTo(limit);
            assertThat(page.total()).isEqualTo(expected(criteria).size());
            for (var view : page.documents()) {
                var id = Circles.stream(view.id());
                assertThat(view).isEqualTo(living.getOrDefault(id, dissolved.get(id)));
                walked.add(Circles.stream(view.id()));
            }
            after = page.next();
            betweenPages.run();
        } while (after.isPresent());
        return walked;
    }

    private SearchHits<CircleView, Place> page(String text) {
        return search().page(new Criteria(Optional.of(text), 3, 32_767, SortBy.CREATED, false), Optional.empty(), 10);
    }

    private List<StreamId> found(String text) {
        return found(Optional.of(text), 3, 32_767);
    }

    private List<StreamId> found(Set<CircleStatus> statuses) {
        return walk(all(statuses), 10, () -> {});
    }

    private static Criteria all(Set<CircleStatus> statuses) {
        return new Criteria(statuses, Optional.empty(), 3, 32_767, SortBy.CREATED, false);
    }

    private List<StreamId> found(Optional<String> text, int min, int max) {
        var criteria = new Criteria(text, min, max, SortBy.CREATED, false);
        return search().page(criteria, Optional.empty(), 10).documents().stream()
                .map(view -> Circles.stream(view.id()))
                .toList();
    }
}
