package io.circleledger.infrastructure.stored;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleStatus;
import io.circleledger.domain.circle.Office;
import io.circleledger.domain.circle.Roster;
import io.ledger.core.StreamId;
import io.ledger.core.collection.SharedMap;
import io.ledger.core.decide.StateCodec;
import io.ledger.core.person.PersonId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How states of circles are stored in snapshots. */
public final class CircleSnapshots implements StateCodec<Circle> {

    /** An id, a number and two marks. */
    private static final int MEMBER_CHARACTERS = 44;

    /** Members whose ids and places in the map of a roster take 512 bytes. */
    private static final int MEMBERS_OF_A_WEIGHT = 4;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Raised whenever the state of a circle gains, loses or reinterprets a field. */
    private static final int SCHEMA_VERSION = 2;

    /** Without people, kana, kind and renewals. States without them are written in it, so those of before are believed. */
    private static final int FIRST_VERSION = 1;

    @Override
    public String encode(StreamId stream, int version, Circle circle) {
        return JSON.writeValueAsString(node(stream, version, circle));
    }

    private static JsonNode node(StreamId stream, int version, Circle circle) {
        var isPlain = isPlain(circle);
        var node = JSON.createObjectNode()
                .put("schema_version", isPlain ? FIRST_VERSION : SCHEMA_VERSION)
                .put("circle_id", stream.id())
                .put("version", version);
        JsonFields.put(node, circle.details());
        if (isPlain) {
            return node.put("dissolved", circle.dissolved());
        }
        node.put("status", circle.status().label());
        circle.renewedFor().ifPresent(year -> node.put("renewed_for", year));
        var roster = circle.roster();
        roster.owner().ifPresent(owner -> node.put("owner", owner.toString()));
        roster.officers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry ->
                        node.put(entry.getKey().label(), entry.getValue().toString()));
        return node.put("members", members(roster));
    }

    private static boolean isPlain(Circle circle) {
        var details = circle.details();
        return circle.equals(new Circle(
                CircleDetails.of(details.name(), details.capacity()),
                circle.dissolved() ? CircleStatus.DISSOLVED : CircleStatus.ACTIVE,
                Optional.empty(),
                Roster.EMPTY,
                circle.events()));
    }

    private static CircleStatus status(JsonNode node) {
        if (node.has("dissolved")) {
            return node.path("dissolved").asBoolean(false) ? CircleStatus.DISSOLVED : CircleStatus.ACTIVE;
        }
        return CircleStatus.parse(node.path("status").asString(""))
                .orElseThrow(() -> new IllegalArgumentException("the status is none"));
    }

    /** One text, because a tree of thousands of parts takes its time: each member with the number of their event. */
    private static String members(Roster roster) {
        var text = new StringBuilder(MEMBER_CHARACTERS * roster.size());
        roster.members()
                .forEach((person, since) ->
                        text.append(person).append(' ').append(since.intValue()).append(','));
        return text.toString();
    }

    private static Roster roster(JsonNode node) {
        var members = SharedMap.<PersonId, Integer>empty();
        var text = node.path("members").asString("");
        for (var start = 0; start < text.length(); ) {
            var end = text.indexOf(',', start);
            var blank = text.indexOf(' ', start);
            if (end < 0 || blank < 0 || blank > end) {
                throw new IllegalArgumentException("a member is none");
            }
            members = members.with(
                    person(text.substring(start, blank)), Integer.parseInt(text.substring(blank + 1, end)));
            start = end + 1;
        }
        var officers = new EnumMap<Office, PersonId>(Office.class);
        for (var office : Office.values()) {
            if (node.has(office.label())) {
                officers.put(office, person(node.path(office.label()).asString("")));
            }
        }
        var owner =
                node.has("owner") ? Optional.of(person(node.path("owner").asString(""))) : Optional.<PersonId>empty();
        return new Roster(members, owner, officers);
    }

    private static PersonId person(String text) {
        return PersonId.parse(text).orElseThrow(() -> new IllegalArgumentException("a person is none"));
    }

    @Override
    public Optional<Circle> decode(StreamId stream, int version, String json) {
        try {
            var node = JSON.readTree(json);
            var details = CircleDetails.from(new JsonFields(node));
            var renewedFor = node.has("renewed_for")
                    ? Optional.of(node.path("renewed_for").asInt(0))
                    : Optional.<Integer>empty();
            var circle = new Circle(details, status(node), renewedFor, roster(node), version);
            return node(stream, version, circle).equals(node) ? Optional.of(circle) : Optional.empty();
        } catch (JacksonException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public String describe(Circle circle) {
        var roster = circle.roster();
        var status = circle.status() == CircleStatus.ACTIVE
                ? ""
                : ", " + circle.status().label();
        var people = roster.equals(Roster.EMPTY)
                ? ""
                : ", %d members, owner %s, officers %s"
                        .formatted(
                                roster.size(),
                                roster.owner().map(PersonId::toString).orElse("none"),
                                new TreeMap<>(roster.officers()));
        return circle.details().describe(text -> "\"" + text + "\"") + status + people;
    }

    @Override
    public int weight(Circle circle) {
        return 1 + circle.roster().size() / MEMBERS_OF_A_WEIGHT;
    }
}
