/** The audit log: how it is written and read. */
@NullMarked
package io.ledger.identity.audit;

import org.jspecify.annotations.NullMarked;
