package io.ledger.core.stream;

import io.ledger.core.decide.Tag;
import java.util.List;
import java.util.Set;

/**
 * Which events of a log somebody means, whatever their streams: those that one of the items takes.
 *
 * <p>The words are those of the Dynamic Consistency Boundary (https://dcb.events/specification).
 */
public record EventQuery(List<Item> items) {

    /** How many items a query may have. */
    public static final int MAX_ITEMS = 16;

    /**
     * Takes the events that have one of the types and all of the tags.
     *
     * @param types any of these, or any type when there are none
     * @param tags all of these
     */
    public record Item(Set<String> types, Set<Tag> tags) {

        /** @throws IllegalArgumentException when it has neither types nor tags */
        public Item {
            types = Set.copyOf(types);
            tags = Set.copyOf(tags);
            if (types.isEmpty() && tags.isEmpty()) {
                throw new IllegalArgumentException("An item of a query has types or tags");
            }
        }

        /** Whether it takes an event. */
        public boolean takes(String type, Set<Tag> eventTags) {
            return (types.isEmpty() || types.contains(type)) && eventTags.containsAll(tags);
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
        return new EventQuery(List.of(new Item(Set.of(), Set.of(tags))));
    }

    /** Whether it takes an event. */
    public boolean takes(String type, Set<Tag> tags) {
        return items.stream().anyMatch(item -> item.takes(type, tags));
    }
}
