/** Tokens of programs: their shape, who they stand for, and their routes. */
@NullMarked
package io.ledger.identity.token;

import org.jspecify.annotations.NullMarked;
