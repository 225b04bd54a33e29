/** Answers and problems, with their headers, tags and compression. */
@NullMarked
package io.ledger.http.answer;

import org.jspecify.annotations.NullMarked;
