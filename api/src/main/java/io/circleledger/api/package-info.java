/**
 * The HTTP interface: a request is parsed, one call is made, and its outcome is rendered.
 *
 * <p>{@link io.circleledger.api.HttpApi} shows how the pieces stand together. Every answer is an
 * {@link io.circleledger.api.Answer}; every refusal is a {@link io.circleledger.api.Problem}.
 */
@NullMarked
package io.circleledger.api;

import org.jspecify.annotations.NullMarked;
