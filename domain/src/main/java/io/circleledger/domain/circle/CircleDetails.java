package io.circleledger.domain.circle;

import io.circleledger.domain.circle.CircleField.Access;
import io.circleledger.domain.circle.CircleField.IntegerField;
import io.circleledger.domain.circle.CircleField.TextField;
import io.ledger.core.text.TextRule;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What a circle is described by: the one place that says which fields a circle has.
 *
 * <p>A new field is a component of {@link CircleDetails} and of {@link Change}, its description below, a place in
 * {@link #FIELDS}, and an argument in both methods {@code from}.
 */
public record CircleDetails(CircleName name, Capacity capacity, Optional<String> nameKana, Optional<String> kind)
        implements FieldValues {

    public static final int KIND_CHARACTERS_MAX = 50;

    private static final TextRule KANA_RULE = new TextRule("name kana", CircleName.MAX_CHARACTERS);
    private static final TextRule KIND_RULE = new TextRule("kind", KIND_CHARACTERS_MAX);

    public static final TextField<CircleName> NAME = new TextField<>(
            "name",
            Access.required(CircleDetails::name, Change::name),
            CircleName::parse,
            CircleName::stored,
            CircleName::value);

    public static final IntegerField<Capacity> CAPACITY = new IntegerField<>(
            "capacity",
            Access.required(CircleDetails::capacity, Change::capacity),
            Capacity.MIN,
            Capacity.MAX,
            Capacity::parse,
            Capacity::value);

    /** How the name is read, for lists that are put in order by it. */
    public static final TextField<String> NAME_KANA = new TextField<>(
            "name_kana",
            Access.optional(CircleDetails::nameKana, Change::nameKana),
            KANA_RULE::parse,
            KANA_RULE::stored,
            Function.identity());

    /** What kind of circle it is, in the words of the university. */
    public static final TextField<String> KIND = new TextField<>(
            "kind",
            Access.optional(CircleDetails::kind, Change::kind),
            KIND_RULE::parse,
            KIND_RULE::stored,
            Function.identity());

    /** The fields in the order in which they are stored and shown. */
    public static final List<CircleField<?>> FIELDS = List.of(NAME, CAPACITY, NAME_KANA, KIND);

    /**
     * Takes the values one by one, in the order of the fields.
     *
     * @throws IllegalArgumentException when a required field is absent
     */
    public static CircleDetails from(FieldValues values) {
        return new CircleDetails(
                values.required(NAME), values.required(CAPACITY), values.get(NAME_KANA), values.get(KIND));
    }

    /** The details of a circle with nothing but what every circle has. */
    public static CircleDetails of(CircleName name, Capacity capacity) {
        return from(Change.NONE.with(NAME, name).with(CAPACITY, capacity));
    }

    @Override
    public <T> Optional<T> get(CircleField<T> field) {
        return field.of(this);
    }

    /** The name and what else there is, in a few words. */
    public String describe(UnaryOperator<String> quoting) {
        var words = new StringBuilder(quoting.apply(name.value()));
        for (var field : FIELDS) {
            if (field != NAME) {
                field.shown(this, quoting)
                        .ifPresent(value -> words.append(", ")
                                .append(field.words())
                                .append(' ')
                                .append(value));
            }
        }
        return words.toString();
    }

    /** The fields that get another value; what is absent stays as it is. */
    public record Change(
            Optional<CircleName> name, Optional<Capacity> capacity, Optional<String> nameKana, Optional<String> kind)
            implements FieldValues {

        /** Changes nothing. */
        public static final Change NONE = from(new FieldValues() {
            @Override
            public <T> Optional<T> get(CircleField<T> field) {
                return Optional.empty();
            }
        });

        /** Takes the values one by one, in the order of the fields. */
        public static Change from(FieldValues values) {
            return new Change(values.get(NAME), values.get(CAPACITY), values.get(NAME_KANA), values.get(KIND));
        }

        @Override
        public <T> Optional<T> get(CircleField<T> field) {
            return field.of(this);
        }

        public boolean isEmpty() {
            return equals(NONE);
        }

        /** The same, and another field. */
        public <V> Change with(CircleField<V> changed, V value) {
            var before = this;
            return from(new FieldValues() {
                @Override
                @SuppressWarnings("unchecked") // a field is itself, so the value is one of its own
                public <T> Optional<T> get(CircleField<T> field) {
                    return field == changed ? (Optional<T>) Optional.of(value) : before.get(field);
                }
            });
        }

        /** What of this is not so already. */
        public Change ofWhatDiffers(CircleDetails details) {
            var wanted = this;
            return from(new FieldValues() {
                @Override
                public <T> Optional<T> get(CircleField<T> field) {
                    var value = wanted.get(field);
                    return value.isPresent() && value.equals(details.get(field)) ? Optional.empty() : value;
                }
            });
        }

        /** The details with the change. */
        public CircleDetails appliedTo(CircleDetails details) {
            var changed = this;
            return CircleDetails.from(new FieldValues() {
                @Override
                public <T> Optional<T> get(CircleField<T> field) {
                    return changed.get(field).or(() -> details.get(field));
                }
            });
        }
    }
}
