package io.ledger.office;

import io.ledger.core.command.Request;
import io.ledger.core.job.Job;
import io.ledger.core.log.EventMetadata;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a batch is asked to do, as its job keeps it.
 *
 * @param isDryRun whether it only counts what it would do
 */
public record BatchOrder(int year, boolean isDryRun) {

    /** Years have four digits at most. */
    public static final int LAST_YEAR = 9_999;

    /** That of a job. */
    public static BatchOrder of(Job job) {
        var order = JsonMapper.shared().readTree(job.request());
        return new BatchOrder(order.get("year").asInt(), order.get("dry_run").asBoolean());
    }

    /** The request of its job. */
    public String json() {
        return "{\"year\":%d,\"dry_run\":%b}".formatted(year, isDryRun);
    }

    /** The request by which a job changes something: it belongs to whoever started the job, and follows from the job. */
    public static Request request(Job job) {
        var by = job.startedBy();
        return new Request(new EventMetadata(by.actor(), by.correlationId(), job.id(), by.reason()), Optional.empty());
    }
}
