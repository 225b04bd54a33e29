/** Identities of an OpenID Connect provider: tokens that programs show, and signing in with a browser. */
@NullMarked
package io.ledger.identity.oidc;

import org.jspecify.annotations.NullMarked;
