/** Tables of offices: read from CSV and Excel workbooks as people save them, and written as such. */
@NullMarked
package io.ledger.tables;

import org.jspecify.annotations.NullMarked;
