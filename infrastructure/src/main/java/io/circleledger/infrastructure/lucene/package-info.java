/** The read model that finds circles: a Lucene index on this server's disk. */
@NullMarked
package io.circleledger.infrastructure.lucene;

import org.jspecify.annotations.NullMarked;
