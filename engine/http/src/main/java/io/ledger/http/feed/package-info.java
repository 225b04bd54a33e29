/** Events as others read them: as CloudEvents, in pages and streams. */
@NullMarked
package io.ledger.http.feed;

import org.jspecify.annotations.NullMarked;
