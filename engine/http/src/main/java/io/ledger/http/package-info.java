/** The HTTP kernel. */
@NullMarked
package io.ledger.http;

import org.jspecify.annotations.NullMarked;
