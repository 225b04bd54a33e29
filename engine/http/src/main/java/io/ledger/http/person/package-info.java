/** The routes of the register of people. */
@NullMarked
package io.ledger.http.person;

import org.jspecify.annotations.NullMarked;
