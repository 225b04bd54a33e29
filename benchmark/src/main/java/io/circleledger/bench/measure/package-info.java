/** What is measured, section by section, and what runs for it. */
@NullMarked
package io.circleledger.bench.measure;

import org.jspecify.annotations.NullMarked;
