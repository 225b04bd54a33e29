package io.ledger.mariadb;

import io.ledger.core.StreamId;

/**
 * What the tables of one log are called, and the column of a stream's id in them.
 *
 * <p>Statements and migrations are written with {@code {events}}, {@code {snapshots}}, {@code {stream_id}} and
 * {@code {category}} in the places of these names.
 *
 * @param events the table of events
 * @param snapshots the table of snapshots
 * @param streamId the column of a stream's id, in every table
 * @param category the category of events that were written before events had one
 */
public record TableNames(String events, String snapshots, String streamId, String category) {

    /** @throws IllegalArgumentException when a name is not 1 to 48 lower-case letters, digits and underscores */
    public TableNames {
        checkName(events);
        checkName(snapshots);
        checkName(streamId);
        if (!StreamId.isCategory(category)) {
            throw new IllegalArgumentException("A category is 1 to 32 lower-case letters, digits and hyphens");
        }
    }

    private static void checkName(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,47}")) {
            throw new IllegalArgumentException("A name is 1 to 48 lower-case letters, digits and underscores: " + name);
        }
    }

    /** The text with the names in it. */
    String in(String template) {
        return template.replace("{events}", events)
                .replace("{snapshots}", snapshots)
                .replace("{stream_id}", streamId)
                .replace("{stream}", category.replace('-', '_'))
                .replace("{category}", category);
    }
}
