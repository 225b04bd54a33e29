/** Circles in a search index: their fields, and the searches for them. */
@NullMarked
package io.circleledger.infrastructure.search;

import org.jspecify.annotations.NullMarked;
