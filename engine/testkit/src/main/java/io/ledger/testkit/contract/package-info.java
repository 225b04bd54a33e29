/** What every adapter of a port, and every aggregate, promises: each as tests that an adapter inherits. */
@NullMarked
package io.ledger.testkit.contract;

import org.jspecify.annotations.NullMarked;
