/** A small aggregate, the counter, for tests that need any aggregate at all. */
@NullMarked
package io.ledger.testkit.counter;

import org.jspecify.annotations.NullMarked;
