/** Accounts of the ledger's own: passwords, links, sign-in, and their routes. */
@NullMarked
package io.ledger.identity.account;

import org.jspecify.annotations.NullMarked;
