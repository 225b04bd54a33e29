package io.ledger.office;

import io.ledger.http.answer.ProblemType;
import java.util.function.Function;

/** What came of asking something of an import. */
public sealed interface ImportReply<T> {

    /** It was done. */
    record Granted<T>(T value) implements ImportReply<T> {}

    /**
     * It cannot be done.
     *
     * @param fault a word for what exactly is wrong, empty when the problem says it
     * @param detail a sentence that says what to do
     */
    record Denied<T>(ProblemType problem, String fault, String detail) implements ImportReply<T> {

        /** A denial that the problem says all of. */
        Denied(ProblemType problem, String detail) {
            this(problem, "", detail);
        }
    }

    /** As many jobs are running as there may be. */
    record NoRoom<T>() implements ImportReply<T> {}

    /** The same with what is made of the value. */
    default <U> ImportReply<U> then(Function<T, ImportReply<U>> next) {
        return switch (this) {
            case Granted<T>(T value) -> next.apply(value);
            case Denied<T>(var problem, var fault, var detail) -> new Denied<>(problem, fault, detail);
            case NoRoom<T>() -> new NoRoom<>();
        };
    }
}
