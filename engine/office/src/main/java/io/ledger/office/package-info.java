/** What an office does with tables: imports of any kind of rows, planned, applied as jobs, and taken back. */
@NullMarked
package io.ledger.office;

import org.jspecify.annotations.NullMarked;
