/** Documents in a search index. */
@NullMarked
package io.ledger.lucene;

import org.jspecify.annotations.NullMarked;
