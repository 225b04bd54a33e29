/** Who makes a request: put together from sessions, tokens of the ledger, and tokens of an identity provider. */
@NullMarked
package io.ledger.identity.caller;

import org.jspecify.annotations.NullMarked;
