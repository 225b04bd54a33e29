package io.circleledger.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.circleledger.api.InMemoryCircles.Row;
import io.circleledger.domain.circle.CircleEvent.CircleLapsed;
import io.circleledger.domain.circle.CircleEvent.CircleRenewed;
import io.circleledger.domain.circle.CircleEvent.MemberLeft;
import io.circleledger.domain.circle.CircleEvent.OfficerRelieved;
import io.circleledger.domain.circle.CircleStatus;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.circle.LeaveReason;
import io.circleledger.domain.circle.Office;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.job.Job;
import io.ledger.core.job.JobKind;
import io.ledger.core.job.JobProgress;
import io.ledger.core.job.JobState;
import io.ledger.core.job.JobStep;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.person.PersonDetails;
import io.ledger.core.person.PersonId;
import io.ledger.core.person.PersonKind;
import io.ledger.office.BatchOrder;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The batches of a year, step by step: each step is done as often as a server may die at its end. */
class BatchJobsTest {

    private static final int YEAR = 2026;
    private static final int MOST_STEPS = 100;

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private JobKind deadline() {
        return new RenewalDeadlineJob(server.commands, server.queries, server.ledger::head);
    }

    private JobKind yearEnd() {
        return new YearEndJob(server.rosters, server.rosterQueries, server.persons);
    }

    private static Job job(JobKind kind, int year, boolean isDryRun) {
        return new Job(
                "job-1",
                kind.name(),
                new BatchOrder(year, isDryRun).json(),
                new EventMetadata("mika", "request-1", "request-1"),
                JobState.RUNNING,
                false,
                0,
                JobProgress.NONE,
                "",
                Instant.EPOCH);
    }

    /** What a job comes to whose server dies at the end of each step, before that is written down. */
    private static JsonNode run(JobKind kind, int year, boolean isDryRun, int times) {
        var job = job(kind, year, isDryRun);
        var progress = JobProgress.NONE;
        for (var steps = 0; steps < MOST_STEPS; steps++) {
            JobStep step = new JobStep.Further(progress);
            for (var time = 0; time < times; time++) {
                step = kind.begin(job).step(progress);
            }
            progress = step.progress();
            if (step instanceof JobStep.Finished) {
                assertThat(progress.done()).isEqualTo(progress.total());
                return JsonMapper.shared().readTree(progress.outcome());
            }
        }
        throw new AssertionError("It goes on and on: " + progress);
    }

    private List<String> circles(int count) {
        var ids = new ArrayList<String>();
        for (var number = 0; number < count; number++) {
            ids.add(server.create("circle " + number, 10));
        }
        return ids;
    }

    private CircleStatus status(String circle) {
        return server.ledger
                .load(Circles.stream(circle))
                .value()
                .orElseThrow()
                .state()
                .status();
    }

    private static List<String> told(JsonNode outcome) {
        return outcome.get("circles").valueStream().map(JsonNode::asString).toList();
    }

    private void sent(String method, String path, String body) {
        var response = server.send(server.request(path)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
        assertThat(response.statusCode()).as(response.body()).isIn(200, 204);
    }

    @Test
    void circles_that_were_not_renewed_lapse_once() {
        var circles = circles(ApiLimits.DEADLINE_PAGE + 7);
        sent("POST", "/circle/" + circles.get(0) + "/renewal", "{\"year\":2026}");
        sent("POST", "/circle/" + circles.get(1) + "/renewal", "{\"year\":2027}");
        sent("POST", "/circle/" + circles.get(2) + "/renewal", "{\"year\":2025}");
        sent("POST", "/circle/" + circles.get(3) + "/suspension", "{}");
        sent("DELETE", "/circle/" + circles.get(4) + "?version=1", "");
        var due = new ArrayList<>(circles.subList(5, circles.size()));
        due.addFirst(circles.get(2));
        var before = server.ledger.size();

        var dry = run(deadline(), YEAR, true, 2);

        assertThat(server.ledger.size()).isEqualTo(before);
        assertThat(dry.get("lapsed").asInt()).isEqualTo(due.size());
        assertThat(told(dry)).isEqualTo(due);
        assertThat(run(deadline(), YEAR, false, 2)).isEqualTo(dry);
        assertThat(due).allSatisfy(circle -> assertThat(status(circle)).isEqualTo(CircleStatus.LAPSED));
        assertThat(status(circles.get(0))).isEqualTo(CircleStatus.ACTIVE);
        assertThat(status(circles.get(3))).isEqualTo(CircleStatus.SUSPENDED);
        assertThat(server.ledger.rows().subList(before, server.ledger.size()))
                .hasSize(due.size())
                .extracting(Row::event)
                .containsOnly(new CircleLapsed(YEAR));
        assertThat(server.ledger.rows().getLast().metadata())
                .isEqualTo(new EventMetadata("mika", "request-1", "job-1"));
        assertThat(run(deadline(), YEAR, false, 1).get("lapsed").asInt()).isZero();
    }

    @Test
    void a_ledger_without_circles_has_nothing_to_do() {
        assertThat(run(deadline(), YEAR, false, 1).toString()).isEqualTo("{\"lapsed\":0,\"circles\":[]}");
        assertThat(run(yearEnd(), YEAR, false, 1).toString())
                .isEqualTo("{\"graduated\":0,\"suspended\":0,\"raised\":0,\"circles\":[]}");
    }

    /** Not lost and not counted twice: the same step is tried again until the store is back. */
    @Test
    void a_store_that_is_down_ends_no_batch() {
        circles(3);
        var work = deadline().begin(job(deadline(), YEAR, false));
        var planned = work.step(JobProgress.NONE).progress();
        server.ledger.trouble(InMemoryCircles.Trouble.STORE_DOWN);
        assertThatThrownBy(() -> work.step(planned)).isInstanceOf(StoreUnavailableException.class);
        server.ledger.trouble(InMemoryCircles.Trouble.NONE);
        var done = work.step(planned).progress();
        assertThat(JsonMapper.shared().readTree(done.outcome()).get("lapsed").asInt())
                .isEqualTo(3);
    }

    /** An event that cannot be there. */
    private void damage(String circle) {
        server.ledger.force(Circles.stream(circle), new OfficerRelieved(Office.VICE));
    }

    @Test
    void a_damaged_circle_is_left_out_and_the_others_lapse() {
        var circles = circles(3);
        var work = deadline().begin(job(deadline(), YEAR, false));
        var planned = work.step(JobProgress.NONE).progress();
        damage(circles.get(1));

        var outcome = outcome(work.step(planned));

        assertThat(told(outcome)).containsExactly(circles.get(0), circles.get(2));
        assertThat(outcome.get("lapsed").asInt()).isEqualTo(2);
        assertThat(outcome.get("damaged").asInt()).isEqualTo(1);
        assertThat(outcome.get("damaged_ids")).hasToString("[\"%s\"]".formatted(circles.get(1)));
    }

    @Test
    void who_is_in_a_damaged_circle_leaves_the_others_and_does_not_graduate_yet() {
        var going = student(4);
        var staying = student(4);
        var damaged = owned(staying);
        var other = owned(staying);
        var left = owned(going);
        damage(damaged);

        var dry = run(yearEnd(), YEAR, true, 2);
        var outcome = run(yearEnd(), YEAR, false, 2);

        assertThat(dry).isEqualTo(outcome);
        assertThat(outcome.get("graduated").asInt()).isEqualTo(1);
        assertThat(told(outcome)).containsExactly(left);
        assertThat(outcome.get("damaged_ids")).hasToString("[\"%s\"]".formatted(staying));
        assertThat(status(other)).isEqualTo(CircleStatus.SUSPENDED);
        assertThat(run(yearEnd(), YEAR, false, 1).get("damaged").asInt()).isEqualTo(1);
    }

    /** The decision is made anew each time, and in the end the step as a whole. */
    @Test
    void a_circle_that_changes_all_the_time_is_tried_again() {
        var circle = Circles.stream(circles(1).getFirst());
        var work = deadline().begin(job(deadline(), YEAR, false));
        var planned = work.step(JobProgress.NONE).progress();
        server.ledger.beforeAppend(() -> server.ledger.force(circle, new CircleRenewed(1)));
        assertThatThrownBy(() -> work.step(planned)).isInstanceOf(StoreUnavailableException.class);
        server.ledger.beforeAppend(() -> {});
        assertThat(work.step(planned).progress().outcome()).contains("\"lapsed\":1");
        assertThat(status(circle.id())).isEqualTo(CircleStatus.LAPSED);
    }

    /** What was not due any more when it came to it is not counted, and what was changed otherwise is. */
    @Test
    void only_what_has_lapsed_is_counted() {
        var circles = circles(5);
        var work = deadline().begin(job(deadline(), YEAR, false));
        var planned = work.step(JobProgress.NONE).progress();
        sent("POST", "/circle/" + circles.get(0) + "/renewal", "{\"year\":2026}");
        sent("POST", "/circle/" + circles.get(1) + "/suspension", "{}");
        sent("DELETE", "/circle/" + circles.get(2) + "?version=1", "");
        sent("PUT", "/circle/" + circles.get(3), "{\"capacity\":20,\"version\":1}");

        var first = outcome(work.step(planned));
        assertThat(told(first)).isEqualTo(circles.subList(3, 5));
        assertThat(first.get("lapsed").asInt()).isEqualTo(2);
        assertThat(status(circles.get(0))).isEqualTo(CircleStatus.ACTIVE);
        assertThat(outcome(work.step(planned)))
                .as("the end of the step was lost")
                .isEqualTo(first);
    }

    /** The step that is done again finds that the circle has lapsed by it, whatever has become of it since. */
    @Test
    void what_was_taken_back_is_counted_and_does_not_lapse_again() {
        var circles = circles(3);
        var work = deadline().begin(job(deadline(), YEAR, false));
        var planned = work.step(JobProgress.NONE).progress();
        var first = outcome(work.step(planned));
        sent("POST", "/circle/" + circles.get(0) + "/reinstatement", "{}");
        sent("POST", "/circle/" + circles.get(1) + "/renewal", "{\"year\":2026}");
        sent("DELETE", "/circle/" + circles.get(2) + "?version=2", "");

        assertThat(outcome(work.step(planned))).isEqualTo(first);

        assertThat(told(first)).isEqualTo(circles);
        assertThat(status(circles.get(0))).isEqualTo(CircleStatus.ACTIVE);
        assertThat(server.ledger.rows().stream().map(Row::event).filter(CircleLapsed.class::isInstance))
                .hasSize(3);
    }

    private static JsonNode outcome(JobStep step) {
        return JsonMapper.shared().readTree(step.progress().outcome());
    }

    private PersonId student(int grade) {
        var id = new PersonId(UUID.randomUUID());
        var details = new PersonDetails(
                "student",
                Optional.empty(),
                PersonKind.STUDENT,
                Optional.empty(),
                Optional.of(grade),
                4,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        server.persons.add(id, details, Optional.empty());
        return id;
    }

    /** A circle with an owner in the final grade, and with members. */
    private String owned(PersonId owner, PersonId... members) {
        var circle = server.create("Chess", 10);
        sent(
                "PUT",
                "/circle/" + circle + "/owner",
                "{\"person_id\":\"%s\",\"override\":true,\"reason\":\"x\"}".formatted(owner));
        for (var member : members) {
            sent("PUT", "/circle/%s/members/%s".formatted(circle, member), "");
        }
        return circle;
    }

    private int grade(PersonId person) {
        return server.persons
                .find(person)
                .orElseThrow()
                .details()
                .flatMap(PersonDetails::grade)
                .orElseThrow();
    }

    @Test
    void graduates_leave_and_the_others_are_raised_once() {
        var graduates = new ArrayList<PersonId>();
        for (var number = 0; number < 230; number++) {
            graduates.add(student(4));
        }
        var second = student(2);
        var third = student(3);
        var first = owned(graduates.get(0), second);
        var other = owned(graduates.get(0), third);
        var last = owned(graduates.get(220));
        var going = owned(third, second);
        var stopped = owned(graduates.get(1));
        sent("POST", "/circle/" + stopped + "/suspension", "{}");
        sent("PUT", "/circle/%s/officers/vice".formatted(going), "{\"person_id\":\"%s\"}".formatted(second));
        var before = server.ledger.size();

        var dry = run(yearEnd(), YEAR, true, 2);

        assertThat(server.ledger.size()).isEqualTo(before);
        assertThat(grade(third)).isEqualTo(3);
        assertThat(dry.get("graduated").asInt()).isEqualTo(230);
        assertThat(dry.get("suspended").asInt()).isEqualTo(3);
        assertThat(dry.get("raised").asInt()).isEqualTo(2);
        assertThat(told(dry)).containsExactly(first, other, last);
        assertThat(run(yearEnd(), YEAR, false, 2)).isEqualTo(dry);
        assertThat(grade(second)).isEqualTo(3);
        assertThat(grade(third)).isEqualTo(4);
        assertThat(List.of(first, other, last))
                .allSatisfy(circle -> assertThat(status(circle)).isEqualTo(CircleStatus.SUSPENDED));
        assertThat(status(going)).isEqualTo(CircleStatus.ACTIVE);
        assertThat(server.ledger.rows().stream().map(Row::event).filter(MemberLeft.class::isInstance))
                .hasSize(4)
                .allMatch(event -> ((MemberLeft) event).reason() == LeaveReason.GRADUATED);
        assertThat(server.rosterQueries
                        .circles(graduates.get(0), GlobalPosition.START)
                        .value())
                .contains(List.of());

        var after = server.ledger.size();
        assertThat(run(yearEnd(), YEAR, false, 1).toString())
                .isEqualTo("{\"graduated\":0,\"suspended\":0,\"raised\":0,\"circles\":[]}");
        assertThat(server.ledger.size()).isEqualTo(after);
        // A year later those graduate whom this one has raised, and nobody who has done so before.
        var later = run(yearEnd(), YEAR + 1, false, 1);
        assertThat(later.get("graduated").asInt()).isEqualTo(1);
        assertThat(later.get("raised").asInt()).isEqualTo(1);
        assertThat(told(later)).containsExactly(going);
    }

    /** More circles than a plan has room for at once: they are told as far as they are told at all, and all counted. */
    @Test
    void a_plan_that_would_be_too_long_is_made_shorter() {
        var owners = List.of(student(4), student(4), student(4));
        for (var owner : owners) {
            for (var number = 0; number < 700; number++) {
                owned(owner);
            }
        }
        var work = yearEnd().begin(job(yearEnd(), YEAR, false));
        assertThat(work.step(JobProgress.NONE).progress().cursor()).hasSizeLessThan(65_535);
        var outcome = run(yearEnd(), YEAR, false, 1);
        assertThat(outcome.get("graduated").asInt()).isEqualTo(3);
        assertThat(outcome.get("suspended").asInt()).isEqualTo(2_100);
        assertThat(told(outcome)).hasSize(1_000);
    }
}
