package io.circleledger.infrastructure.stored;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleLapsed;
import io.circleledger.domain.circle.CircleEvent.CircleReinstated;
import io.circleledger.domain.circle.CircleEvent.CircleRenewed;
import io.circleledger.domain.circle.CircleEvent.CircleSuspended;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleEvent.MemberJoined;
import io.circleledger.domain.circle.CircleEvent.MemberLeft;
import io.circleledger.domain.circle.CircleEvent.OfficerAppointed;
import io.circleledger.domain.circle.CircleEvent.OfficerRelieved;
import io.circleledger.domain.circle.CircleEvent.OwnerChanged;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.LeaveReason;
import io.circleledger.domain.circle.Office;
import io.ledger.core.Parsed;
import io.ledger.core.decide.EncodedEvent;
import io.ledger.core.person.PersonId;
import io.ledger.mariadb.Upcaster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shapes events are stored in, held to approved files.
 *
 * <p>A file here is what some database out there already contains. It is never edited: a new shape
 * gets a new schema version, a new file, and an upcaster from the old one.
 */
class CircleEventsTest {

    private static final PersonId PERSON =
            PersonId.parse("01990000-0000-7000-8000-0000000000a1").orElseThrow();

    private static final Change CHANGE = Change.NONE
            .with(CircleDetails.NAME, new CircleName("baseball"))
            .with(CircleDetails.CAPACITY, new Capacity(40));

    private final CircleEvents codec = new CircleEvents();

    /** The shapes that are written. */
    static Stream<Arguments> approved() {
        return Stream.of(
                Arguments.of(
                        "CircleCreated",
                        2,
                        new CircleCreated(
                                Change.NONE
                                        .with(CircleDetails.NAME_KANA, "ふっとぼーる")
                                        .with(CircleDetails.KIND, "体育会")
                                        .appliedTo(CircleDetails.of(new CircleName("football"), new Capacity(20))),
                                Optional.of(PERSON))),
                Arguments.of(
                        "CircleUpdated",
                        2,
                        new CircleUpdated(
                                CHANGE.with(CircleDetails.NAME_KANA, "やきゅう").with(CircleDetails.KIND, "文化系"))),
                Arguments.of("CircleDissolved", 1, new CircleDissolved()),
                Arguments.of("MemberJoined", 1, new MemberJoined(PERSON)),
                Arguments.of("MemberLeft", 1, new MemberLeft(PERSON, LeaveReason.GRADUATED)),
                Arguments.of("OwnerChanged", 1, new OwnerChanged(Optional.of(PERSON))),
                Arguments.of("OfficerAppointed", 1, new OfficerAppointed(Office.TREASURER, PERSON)),
                Arguments.of("OfficerRelieved", 1, new OfficerRelieved(Office.TREASURER)),
                Arguments.of("CircleRenewed", 1, new CircleRenewed(2026)),
                Arguments.of("CircleLapsed", 1, new CircleLapsed(2026)),
                Arguments.of("CircleSuspended", 1, new CircleSuspended()),
                Arguments.of("CircleReinstated", 1, new CircleReinstated()));
    }

    /** The shapes that were written before, and what they are today. */
    static Stream<Arguments> approvedBefore() {
        return Stream.of(
                Arguments.of("CircleCreated", 1, created("football", 20)),
                Arguments.of("CircleUpdated", 1, new CircleUpdated(CHANGE)));
    }

    @ParameterizedTest
    @MethodSource("approved")
    void eventsAreWrittenAsApproved(String eventType, int version, CircleEvent event) {
        assertThat(codec.encode(event)).isEqualTo(new EncodedEvent(eventType, version, file(eventType, version)));
    }

    @ParameterizedTest
    @MethodSource({"approved", "approvedBefore"})
    void whatWasApprovedIsReadForEver(String eventType, int version, CircleEvent event) {
        assertThat(codec.decode(new EncodedEvent(eventType, version, file(eventType, version))))
                .isEqualTo(new Parsed.Valid<>(event));
    }

    @Test
    void everyKindOfEventHasAnApprovedFile() {
        assertThat(approved().map(arguments -> arguments.get()[2].getClass().getSimpleName()))
                .containsExactlyInAnyOrderElementsOf(Stream.of(CircleEvent.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
    }

    @Test
    void onlyWhatChangedIsStored() {
        var renamed = new CircleUpdated(Change.NONE.with(CircleDetails.NAME, new CircleName("baseball")));

        assertThat(codec.encode(renamed).payload()).isEqualTo("{\"name\":\"baseball\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CircleCreated | 1 | {\"name\":\"x\"}                      | \"capacity\" is missing",
                "CircleCreated | 1 | {\"name\":\" x\",\"capacity\":5}      | not trimmed",
                "CircleCreated | 1 | {\"name\":\"x\",\"capacity\":2}       | from 3 to 32767",
                "CircleCreated | 1 | {\"name\":\"x\",\"capacity\":5.5}     | not a whole number",
                "CircleCreated | 1 | {\"name\":\"x\",\"capacity\":\"5\"}   | not a whole number",
                "CircleCreated | 1 | {\"name\":7,\"capacity\":5}           | not a string",
                "CircleUpdated | 1 | {}                                    | changes nothing",
                "CircleUpdated | 1 | {\"colour\":\"red\"}                  | \"colour\" is unknown",
                "CircleDissolved | 1 | {\"name\":\"x\"}                    | \"name\" is unknown",
                "CircleRenamed | 1 | {\"name\":\"x\"}                      | \"CircleRenamed\" is unknown",
                "CircleRenamed | 1 | {\"colour\":\"red\"}                  | \"CircleRenamed\" is unknown",
                "CircleCreated | 1 | {\"name\":\"x\",\"capacity\":null}    | not a whole number",
                "CircleCreated | 1 | {\"name\":\"x\",\"capacity\":9223372036854775808} | not a whole number",
                "CircleCreated | 1 | {\"name\":[\"x\"],\"capacity\":5}     | not a string",
                "CircleDissolved | 1 | {} {}                               | goes on after its end",
                "CircleCreated | 3 | {\"name\":\"x\",\"capacity\":5}       | schema version 3",
                "CircleCreated | 2 | {\"name\":\"x\",\"capacity\":5,\"owner\":\"mika\"} | \"owner\" has a value",
                "CircleUpdated | 2 | {\"owner\":\"01990000-0000-7000-8000-0000000000a1\"} | \"owner\" is unknown",
                "MemberJoined | 1 | {}                                     | \"person_id\" is missing",
                "MemberJoined | 1 | {\"person_id\":7}                      | the person id is not a string",
                "MemberJoined | 1 | {\"person_id\":\"mika\"}                | \"person_id\" has a value",
                "MemberJoined | 1 | {\"person_id\":{}}                     | not a string",
                "MemberLeft | 1 | {\"person_id\":\"01990000-0000-7000-8000-0000000000a1\"} | \"reason\" is missing",
                "MemberLeft | 1 | {\"reason\":\"bored\"}                     | \"person_id\" is missing",
                "OfficerRelieved | 1 | {\"office\":\"owner\"}              | \"office\" has a value",
                "CircleRenewed | 1 | {\"year\":0}                           | \"year\" has a value",
                "CircleRenewed | 1 | {\"year\":\"2026\"}                    | the year is not a whole number",
                "CircleSuspended | 1 | {\"year\":2026}                      | \"year\" is unknown",
                "CircleCreated | 0 | {\"name\":\"x\",\"capacity\":5}       | schema version 0",
                "CircleCreated | 1 | []                                    | not a JSON object",
                "CircleCreated | 1 | {\"name\":                            | not JSON",
            })
    void whatCannotBeUnderstoodSaysWhy(String eventType, int version, String payload, String reason) {
        assertThat(codec.decode(new EncodedEvent(eventType, version, payload)))
                .isInstanceOfSatisfying(
                        Parsed.Invalid.class,
                        invalid -> assertThat(invalid.reason()).contains(reason));
    }

    /** Ledgers of earlier versions have them. */
    @ParameterizedTest
    @ValueSource(strings = {"\u200B", "\u2800", "\u202Eeltsiw", "A\u2028B"})
    void aNameThatWouldBeRefusedTodayIsRead(String name) {
        var event = created(name, 20);
        assertThat(codec.decode(codec.encode(event))).isEqualTo(new Parsed.Valid<CircleEvent>(event));
    }

    @Test
    void anOldEventIsBroughtUpToDateOneVersionAtATime() {
        var renamedField = new Upcaster("CircleCreated", 1, old -> {
            old.set("name", old.remove("title"));
            return old;
        });
        var addedField = new Upcaster("CircleCreated", 2, old -> old.put("capacity", 10));
        var later = new CircleEvents(List.of(addedField, renamedField));

        assertThat(later.decode(new EncodedEvent("CircleCreated", 1, "{\"title\":\"x\"}")))
                .isEqualTo(new Parsed.Valid<>(created("x", 10)));
        assertThat(later.decode(new EncodedEvent("CircleCreated", 2, "{\"name\":\"x\"}")))
                .isEqualTo(new Parsed.Valid<>(created("x", 10)));
        assertThat(later.encode(created("x", 10)).schemaVersion()).isEqualTo(3);
        assertThat(later.encode(new CircleDissolved()).schemaVersion()).isEqualTo(1);
    }

    @Test
    void theUpcastersOfAnEventLeadFromTheFirstVersionToTheLast() {
        var first = new Upcaster("CircleCreated", 1, old -> old);
        var third = new Upcaster("CircleCreated", 3, old -> old);
        assertThatIllegalArgumentException().isThrownBy(() -> new CircleEvents(List.of(first, third)));
        assertThatIllegalArgumentException().isThrownBy(() -> new CircleEvents(List.of(first, first)));
    }

    private static String file(String eventType, int version) {
        var name = "/events/%s.v%d.json".formatted(eventType, version);
        try (var in = CircleEventsTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
