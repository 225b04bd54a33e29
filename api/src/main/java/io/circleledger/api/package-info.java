/**
 * The HTTP interface: a request is parsed, one call is made, and its outcome is rendered.
 *
 * <p>{@link io.ledger.http.server.HttpApi} shows how the pieces stand together. Every answer is an
 * {@link io.ledger.http.answer.Answer}; every refusal is a {@link io.ledger.http.answer.Problem}.
 */
@NullMarked
package io.circleledger.api;

import org.jspecify.annotations.NullMarked;
