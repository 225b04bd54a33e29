/** What was measured, as text and pictures. */
@NullMarked
package io.circleledger.bench.report;

import org.jspecify.annotations.NullMarked;
