/** Sessions of browsers: their cookie, how they begin and end, and their routes. */
@NullMarked
package io.ledger.identity.session;

import org.jspecify.annotations.NullMarked;
