package io.ledger.http.routes;

import io.ledger.http.answer.Problem;
import io.ledger.http.answer.ProblemType;
import java.util.function.Supplier;

/**
 * What the routes of the projection call the streams they speak of.
 *
 * @param category that of the streams
 * @param id the field with a stream's id
 * @param several the field that counts them, and the word for them in a sentence
 * @param rebuildCommand what somebody enters to rebuild by hand
 * @param stillParked the problem of a stream that still cannot be read
 * @param unknown the problem of one that the log does not have
 */
public record ProjectionNames(
        String category,
        String id,
        String several,
        String rebuildCommand,
        ProblemType stillParked,
        Supplier<Problem> unknown) {}
