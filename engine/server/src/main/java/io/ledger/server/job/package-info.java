/** Carries on with jobs. */
@NullMarked
package io.ledger.server.job;

import org.jspecify.annotations.NullMarked;
