package io.circleledger.domain.circle;

import static io.circleledger.domain.circle.CircleRejection.CIRCLE_ALREADY_EXISTS;
import static io.circleledger.domain.circle.CircleRejection.CIRCLE_DOES_NOT_EXIST;
import static io.circleledger.domain.circle.CircleRejection.CIRCLE_IS_DISSOLVED;
import static io.circleledger.domain.circle.CircleRejection.UPDATE_NAMES_NO_FIELD;
import static io.circleledger.domain.circle.CircleSamples.createCircle;
import static io.circleledger.domain.circle.CircleSamples.created;
import static io.circleledger.domain.circle.CircleSamples.dissolve;
import static io.circleledger.domain.circle.CircleSamples.dissolved;
import static io.circleledger.domain.circle.CircleSamples.rename;
import static io.circleledger.domain.circle.CircleSamples.renamed;
import static io.circleledger.domain.circle.CircleSamples.resize;
import static io.circleledger.domain.circle.CircleSamples.resized;
import static io.circleledger.domain.circle.CircleSamples.update;
import static io.circleledger.domain.circle.CircleSamples.updateNothing;
import static io.circleledger.domain.circle.CircleSamples.updated;
import static io.circleledger.domain.circle.CircleSpecification.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.decide.Decision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CircleDecisionTest {

    @Nested
    class Creating {

        @Test
        void aNewCircleIsCreated() {
            given().when(createCircle("Chess", 12)).then(created("Chess", 12));
        }

        @Test
        void aCircleIsNotCreatedTwice() {
            given(created("Chess", 12)).when(createCircle("Chess", 12)).then(CIRCLE_ALREADY_EXISTS);
        }

        @Test
        void aCircleThatWasChangedIsNotCreatedAgain() {
            given(created("Chess", 12), renamed("Go"))
                    .when(createCircle("Chess", 12))
                    .then(CIRCLE_ALREADY_EXISTS);
        }

        @Test
        void aDissolvedCircleIsNotCreatedAgain() {
            given(created("Chess", 12), dissolved())
                    .when(createCircle("Chess", 12))
                    .then(CIRCLE_ALREADY_EXISTS);
        }
    }

    @Nested
    class Updating {

        @Test
        void aNewNameAloneIsRecordedAlone() {
            given(created("Chess", 12)).when(rename("Go")).then(renamed("Go"));
        }

        @Test
        void aNewCapacityAloneIsRecordedAlone() {
            given(created("Chess", 12)).when(resize(13)).then(resized(13));
        }

        @Test
        void bothFieldsAreRecordedInOneEvent() {
            given(created("Chess", 12)).when(update("Go", 13)).then(updated("Go", 13));
        }

        @Test
        void aNameThatStaysIsNotRecordedWithTheNewCapacity() {
            given(created("Chess", 12)).when(update("Chess", 13)).then(resized(13));
        }

        @Test
        void aCapacityThatStaysIsNotRecordedWithTheNewName() {
            given(created("Chess", 12)).when(update("Go", 12)).then(renamed("Go"));
        }

        @Test
        void theNameItHasAlreadyChangesNothing() {
            given(created("Chess", 12)).when(rename("Chess")).thenNothingHappens();
        }

        @Test
        void theCapacityItHasAlreadyChangesNothing() {
            given(created("Chess", 12)).when(resize(12)).thenNothingHappens();
        }

        @Test
        void bothAsTheyAreChangeNothing() {
            given(created("Chess", 12)).when(update("Chess", 12)).thenNothingHappens();
        }

        @Test
        void aNameInAnotherCaseIsAnotherName() {
            given(created("Chess", 12)).when(rename("chess")).then(renamed("chess"));
        }

        @Test
        void theNameIsComparedWithTheLastOneGiven() {
            given(created("Chess", 12), renamed("Go")).when(rename("Go")).thenNothingHappens();
        }

        @Test
        void aCircleMayTakeItsFirstNameBack() {
            given(created("Chess", 12), renamed("Go")).when(rename("Chess")).then(renamed("Chess"));
        }

        @Test
        void theCapacityIsComparedWithTheLastOneGiven() {
            given(created("Chess", 12), updated("Go", 20)).when(resize(20)).thenNothingHappens();
        }

        @Test
        void anUpdateThatNamesNoFieldIsRefused() {
            given(created("Chess", 12)).when(updateNothing()).then(UPDATE_NAMES_NO_FIELD);
        }

        @Test
        void anUpdateThatNamesNoFieldIsRefusedWhateverTheCircle() {
            given().when(updateNothing()).then(UPDATE_NAMES_NO_FIELD);
            given(created("Chess", 12), dissolved()).when(updateNothing()).then(UPDATE_NAMES_NO_FIELD);
        }

        @Test
        void aCircleThatNeverWasIsNotUpdated() {
            given().when(rename("Go")).then(CIRCLE_DOES_NOT_EXIST);
        }

        @Test
        void aDissolvedCircleIsNotUpdated() {
            given(created("Chess", 12), dissolved()).when(rename("Go")).then(CIRCLE_IS_DISSOLVED);
        }

        @Test
        void aDissolvedCircleRefusesEvenWhatChangesNothing() {
            given(created("Chess", 12), dissolved()).when(update("Chess", 12)).then(CIRCLE_IS_DISSOLVED);
        }
    }

    @Nested
    class Dissolving {

        @Test
        void aCircleIsDissolved() {
            given(created("Chess", 12)).when(dissolve()).then(dissolved());
        }

        @Test
        void aCircleThatWasChangedIsDissolved() {
            given(created("Chess", 12), renamed("Go"), resized(3))
                    .when(dissolve())
                    .then(dissolved());
        }

        @Test
        void aCircleIsNotDissolvedTwice() {
            given(created("Chess", 12), dissolved()).when(dissolve()).then(CIRCLE_IS_DISSOLVED);
        }

        @Test
        void aCircleThatNeverWasIsNotDissolved() {
            given().when(dissolve()).then(CIRCLE_DOES_NOT_EXIST);
        }
    }

    @Test
    void aDecisionKeepsTheEventsItWasMadeWith() {
        var events = new ArrayList<CircleEvent>(List.of(dissolved()));
        var decision = new Decision.Accepted<CircleEvent, CircleRejection>(events);
        events.clear();
        assertThat(decision.events()).containsExactly(dissolved());
    }
}
