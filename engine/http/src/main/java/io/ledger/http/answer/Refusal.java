package io.ledger.http.answer;

/** Ends the handling of a request with a problem that its caller can do something about. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    /** Ends the request with this problem. */
    public Refusal(Problem problem) {
        // It is an answer and no failure, so there is no trace to take.
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }
    /** What the caller is told. */
    public Problem problem() {
        return problem;
    }
}
