/** Contracts of the ports, a store in memory, faults. */
@NullMarked
package io.ledger.testkit;

import org.jspecify.annotations.NullMarked;
