package io.ledger.office;

import io.ledger.core.job.JobStarter;
import io.ledger.core.job.JobStore;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.Refusal;
import io.ledger.http.request.BodyValues;
import io.ledger.http.request.Call;
import io.ledger.http.request.IdempotencyHeader;
import io.ledger.http.request.JsonBody;
import io.ledger.http.request.QueryParameters;
import io.ledger.http.routes.JobRoutes;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.RouteKind;
import io.ledger.http.routing.Routes;
import java.util.List;

/** What is done once a year with everything, by jobs. */
public final class BatchRoutes implements RouteGroup {

    private static final String YEAR = "year";
    private static final String DRY_RUN = "dry_run";

    private final JobStarter starter;
    private final JobStore jobs;
    private final List<String> kinds;

    /** @param kinds the names of those there are */
    public BatchRoutes(JobStarter starter, JobStore jobs, List<String> kinds) {
        this.starter = starter;
        this.jobs = jobs;
        this.kinds = List.copyOf(kinds);
    }

    @Override
    public void addTo(Routes routes) {
        for (var kind : kinds) {
            routes.add("POST", "/batch/" + kind, RouteKind.WITH_BODY, call -> start(call, kind));
        }
    }

    private Answer start(Call call, String kind) {
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        var body = BodyValues.of(JsonBody.read(call), List.of(YEAR, DRY_RUN), faults);
        body.require(YEAR);
        var year = body.integer(YEAR, 1, BatchOrder.LAST_YEAR);
        var isDryRun = body.flag(DRY_RUN).orElse(false);
        var key = IdempotencyHeader.of(call, faults);
        faults.refuseIfAny();
        var id = key.map(JobStarter::idOf).orElseGet(starter::newId);
        var order = new BatchOrder(year.orElseThrow(), isDryRun);
        if (!starter.start(id, kind, order.json(), call.metadata())) {
            throw JobRoutes.tooMany();
        }
        var job = jobs.find(id).orElseThrow();
        if (!job.kind().equals(kind) || !BatchOrder.of(job).equals(order)) {
            throw new Refusal(IdempotencyHeader.reused());
        }
        return JobRoutes.started(job);
    }
}
