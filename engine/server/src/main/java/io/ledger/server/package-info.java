/** The parts of a ledger's server, made for every kind of stream that a program knows. */
@NullMarked
package io.ledger.server;

import org.jspecify.annotations.NullMarked;
