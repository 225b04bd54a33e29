/** What needs Unicode's own tables, by ICU4J: the folding of names and their order. */
@NullMarked
package io.ledger.icu;

import org.jspecify.annotations.NullMarked;
