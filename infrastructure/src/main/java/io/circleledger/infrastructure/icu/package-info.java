/** What needs Unicode's own tables, by ICU4J: the folding of names and their order. */
@NullMarked
package io.circleledger.infrastructure.icu;

import org.jspecify.annotations.NullMarked;
