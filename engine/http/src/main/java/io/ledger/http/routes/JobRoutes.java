package io.ledger.http.routes;

import io.helidon.http.HeaderNames;
import io.ledger.core.job.Job;
import io.ledger.core.job.JobState;
import io.ledger.core.job.JobStore;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.answer.ServerProblem;
import io.ledger.http.request.Call;
import io.ledger.http.request.QueryParameters;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.Routes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Shows how far a job is, and stops it. */
public final class JobRoutes implements RouteGroup {

    private static final String PATH = "/job";

    private final JobStore jobs;

    public JobRoutes(JobStore jobs) {
        this.jobs = jobs;
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", PATH + "/{id}", this::find).add("DELETE", PATH + "/{id}", this::stop);
    }

    /** The answer to a request that has started a job. */
    public static Answer started(Job job) {
        return answer(202, job).with(HeaderNames.LOCATION, PATH + "/" + job.id());
    }

    /** The answer to a request to start a job while too many are running. */
    public static Refusal tooMany() {
        return new Refusal(Problem.of(
                        ServerProblem.TOO_MANY_JOBS, "Wait until some of them have ended, or stop one, and try again.")
                .retryLater());
    }

    private Answer find(Call call) {
        takesNoParameters(call);
        return answer(200, found(jobs.find(call.segment("id"))));
    }

    private Answer stop(Call call) {
        takesNoParameters(call);
        return answer(202, found(jobs.stop(call.segment("id"))));
    }

    private static Job found(Optional<Job> job) {
        return job.orElseThrow(() -> new Refusal(Problem.of(
                ServerProblem.JOB_NOT_FOUND,
                "There is no such job, or it ended so long ago that it is forgotten; check its id.")));
    }

    private static Answer answer(int status, Job job) {
        var document = new LinkedHashMap<String, Object>();
        document.put("job_id", job.id());
        document.put("state", job.state().label());
        document.put("done", job.progress().done());
        document.put("total", job.progress().total());
        document.put("outcome", JsonMapper.shared().readTree(job.progress().outcome()));
        if (job.state() == JobState.FAILED) {
            document.put("detail", job.failure() + ".");
        }
        return Answer.json(status, document);
    }

    private static void takesNoParameters(Call call) {
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        faults.refuseIfAny();
    }
}
