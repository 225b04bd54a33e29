package io.ledger.core.stream;

import io.ledger.core.decide.Tag;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A query for events of a log, whatever their streams: it matches an event if one of its items does.
 *
 * <p>The terms are those of the Dynamic Consistency Boundary (https://dcb.events/specification).
 */
public record EventQuery(List<Item> items) {

    /** How many items a query may have. */
    public static final int MAX_ITEMS = 16;

    /**
     * Matches the events of a category that have one of the types and all of the tags.
     *
     * @param category only its events match; empty for those of every category
     * @param types any of these, or any type when there are none
     * @param tags all of these
     */
    public record Item(Optional<String> category, Set<String> types, Set<Tag> tags) {

        /**
         * @throws IllegalArgumentException when it has neither types nor tags; or types of no category, because another
         *     category may have a type of the same name
         */
        public Item {
            types = Set.copyOf(types);
            tags = Set.copyOf(tags);
            if (types.isEmpty() && tags.isEmpty()) {
                throw new IllegalArgumentException("An item of a query has types or tags");
            }
            if (category.isEmpty() && !types.isEmpty()) {
                throw new IllegalArgumentException("An item of a query that has types names their category");
            }
        }

        /** An item for the events of every category that have all of the tags. */
        public static Item tagged(Set<Tag> tags) {
            return new Item(Optional.empty(), Set.of(), tags);
        }

        /** Whether it takes an event. */
        public boolean takes(String ofCategory, String type, Set<Tag> eventTags) {
            return (category.isEmpty() || category.get().equals(ofCategory))
                    && (types.isEmpty() || types.contains(type))
                    && eventTags.containsAll(tags);
        }
    }

    /** @throws IllegalArgumentException when there is no item, or too many */
    public EventQuery {
        items = List.copyOf(items);
        if (items.isEmpty() || items.size() > MAX_ITEMS) {
            throw new IllegalArgumentException("A query has 1 to " + MAX_ITEMS + " items");
        }
    }

    /** Events that have all of these tags. */
    public static EventQuery tagged(Tag... tags) {
        return new EventQuery(List.of(Item.tagged(Set.of(tags))));
    }

    /** Whether it takes an event. */
    public boolean takes(String category, String type, Set<Tag> tags) {
        return items.stream().anyMatch(item -> item.takes(category, type, tags));
    }
}
