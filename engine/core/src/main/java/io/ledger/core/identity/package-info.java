/** Who may use a ledger: accounts, their roles, and what is kept of their doings. */
@NullMarked
package io.ledger.core.identity;

import org.jspecify.annotations.NullMarked;
