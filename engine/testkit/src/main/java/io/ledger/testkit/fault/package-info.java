/** Stores and networks that fail when and how a test says. */
@NullMarked
package io.ledger.testkit.fault;

import org.jspecify.annotations.NullMarked;
