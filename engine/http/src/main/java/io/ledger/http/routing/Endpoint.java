package io.ledger.http.routing;

import io.ledger.http.answer.Refusal;
import io.ledger.http.answer.Reply;
import io.ledger.http.request.Call;

/** Answers one method of one path. */
@FunctionalInterface
public interface Endpoint {

    /**
     * Answers a request.
     *
     * @throws Refusal when it cannot be answered as asked
     */
    Reply answer(Call call);
}
