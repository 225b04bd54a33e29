/** Passkeys (WebAuthn) of accounts of the ledger's own: adding them, signing in with them, and their routes. */
@NullMarked
package io.ledger.identity.passkey;

import org.jspecify.annotations.NullMarked;
