package io.ledger.office;

import io.ledger.core.job.JobProgress;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far a batch is, as the cursor and the outcome of its job keep it.
 *
 * @param place where to look next, in a word or several of the batch; empty at the start
 * @param planned what is to be done first: words
 * @param outcome the counts so far
 */
public record BatchProgress(long done, long total, String place, List<String> planned, ObjectNode outcome) {

    /** What stands between a place and what is planned; neither has it. */
    private static final String GAP = "|";

    private static final String LEFT_OUT = "damaged";
    private static final String LEFT_OUT_IDS = "damaged_ids";

    public BatchProgress {
        planned = List.copyOf(planned);
        outcome = outcome.deepCopy();
    }

    /** That of a job. */
    public static BatchProgress of(JobProgress soFar) {
        var cursor = soFar.cursor();
        var gap = Math.max(0, cursor.indexOf(GAP));
        var words = cursor.substring(gap).replace(GAP, "");
        return new BatchProgress(
                soFar.done(),
                soFar.total(),
                cursor.substring(0, gap),
                words.isEmpty() ? List.of() : List.of(words.split(" ")),
                (ObjectNode) JsonMapper.shared().readTree(soFar.outcome()));
    }

    /** The same, as a job keeps it. */
    public JobProgress written() {
        return new JobProgress(done, total, cursor(), outcome.toString());
    }

    private String cursor() {
        return place + GAP + String.join(" ", planned);
    }

    /** How many of the planned words a job can keep, about; all of them if it can, and at least one. */
    int fitting() {
        return Math.clamp(
                (long) planned.size() * OfficeLimits.BATCH_CURSOR_CHARACTERS / cursor().length(), 1, planned.size());
    }

    /** Looks on at another place, when what is planned there is done. */
    public BatchProgress plan(String next, List<String> words) {
        return new BatchProgress(done, total, next, words, outcome);
    }

    /** With another number of items that are done, and in all. */
    public BatchProgress at(long itemsDone, long items) {
        return new BatchProgress(itemsDone, items, place, planned, outcome);
    }

    /** Counts as many more. */
    public BatchProgress count(String name, long more) {
        return set(name, outcome.path(name).asLong(0) + more);
    }

    /** Has another count. */
    public BatchProgress set(String name, long count) {
        return new BatchProgress(done, total, place, planned, outcome.deepCopy().put(name, count));
    }

    /** Tells more ids, as long as there is room for them. */
    public BatchProgress tell(String name, Collection<String> ids) {
        var told = outcome.deepCopy();
        var list = told.withArray(name);
        ids.stream().limit(OfficeLimits.BATCH_IDS_TOLD - list.size()).forEach(list::add);
        return new BatchProgress(done, total, place, planned, told);
    }

    /** Tells those that were left out because they have a damaged history; without any, nothing. */
    public BatchProgress leaveOut(Collection<String> ids) {
        return ids.isEmpty() ? this : count(LEFT_OUT, ids.size()).tell(LEFT_OUT_IDS, ids);
    }
}
