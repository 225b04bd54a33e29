package io.circleledger.api;

/** Ends the handling of a request with a problem that its caller can do something about. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    Refusal(Problem problem) {
        // It is an answer and no failure, so there is no trace to take.
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
