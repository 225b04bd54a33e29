package io.circleledger.domain.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.feed.FeedPlace;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedPlaceTest {

    private static final LogPlace EVENT =
            new LogPlace(new GlobalPosition(1406), "01a20ad8-48fb-7135-8a4b-2040f031d661");

    /** Readers keep these for years: how they are made never changes. */
    @Test
    void theCheckIsTheCrcOfTheIdsText() {
        assertThat(FeedPlace.of(EVENT)).hasToString("1406-5bfa2e40");
        assertThat(FeedPlace.of(LogPlace.START)).hasToString("0");
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        var place = FeedPlace.of(EVENT);
        assertThat(FeedPlace.parse(place.toString())).contains(place);
        assertThat(FeedPlace.parse("1406-5BFA2E40")).contains(place);
        assertThat(FeedPlace.parse("1406")).contains(FeedPlace.unchecked(new GlobalPosition(1406)));
        assertThat(FeedPlace.parse("9223372036854775807")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "1406-",
                "1406-5bfa2e4",
                "1406-5bfa2e400",
                "1406-gbfa2e40",
                "-5bfa2e40",
                "+1",
                "1 ",
                "x",
                "9223372036854775808",
                "99999999999999999999",
                "١"
            })
    void anythingElseIsNoPlace(String text) {
        assertThat(FeedPlace.parse(text)).isEmpty();
    }

    @Test
    void aCheckedPlaceFitsTheEventThatStandsThereAndNoOther() {
        var place = FeedPlace.of(EVENT);
        assertThat(place.fits(EVENT)).isTrue();
        assertThat(place.fits(new LogPlace(EVENT.position(), "01a20ad8-48fb-7135-8a4b-2040f031d662")))
                .isFalse();
        assertThat(place.fits(new LogPlace(EVENT.position(), ""))).isFalse();
        assertThat(place.fits(new LogPlace(new GlobalPosition(1407), EVENT.eventId())))
                .isFalse();
        assertThat(FeedPlace.parse("1406-00000000").orElseThrow().fits(new LogPlace(EVENT.position(), "")))
                .as("the check of no event at all")
                .isFalse();
    }

    @Test
    void theStartHasTheCheckOfNoEventAndAPositionAloneFitsAnything() {
        assertThat(FeedPlace.parse("0-00000000").orElseThrow().fits(LogPlace.START))
                .isTrue();
        assertThat(FeedPlace.parse("0-00000001").orElseThrow().fits(LogPlace.START))
                .isFalse();
        assertThat(FeedPlace.unchecked(EVENT.position()).fits(new LogPlace(EVENT.position(), "")))
                .isTrue();
    }
}
