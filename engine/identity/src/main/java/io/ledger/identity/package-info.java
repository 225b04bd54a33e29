/** What sessions, accounts, tokens and the audit log have in common: limits, secrets, and what is remembered. */
@NullMarked
package io.ledger.identity;

import org.jspecify.annotations.NullMarked;
