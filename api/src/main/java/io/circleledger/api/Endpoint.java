package io.circleledger.api;

/** Answers one method of one path. */
@FunctionalInterface
interface Endpoint {

    /**
     * Answers a request.
     *
     * @throws Refusal when it cannot be answered as asked
     */
    Reply answer(Call call);
}
