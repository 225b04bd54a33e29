package io.ledger.office;

import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.tableimport.ImportPhase;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.TableImport;
import java.util.List;
import java.util.function.IntFunction;

/**
 * One go at the rows of an import.
 *
 * @param requests by which they are carried out
 * @param answers to the requests that were sent before
 * @param after the last row that is done for sure, when the rows are applied
 * @param rows some of those after a number; none at the end
 */
public record ImportRun(
        TableImport found,
        ImportPhase phase,
        RowRequests requests,
        IdempotencyRecords answers,
        int after,
        IntFunction<List<ImportRow>> rows) {}
