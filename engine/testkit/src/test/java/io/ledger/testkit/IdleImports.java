package io.ledger.testkit;

import io.ledger.core.tableimport.ImportPhase;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowEnd;
import io.ledger.core.tableimport.RowResult;
import io.ledger.core.tableimport.RowState;
import io.ledger.core.tableimport.RowTraces;
import io.ledger.core.tableimport.TableImport;
import io.ledger.core.tableimport.TableImportStore;
import io.ledger.core.tableimport.WantedResults;
import io.ledger.testkit.contract.TableImportStoreContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps no imports, and so must fail every test of their contract. {@link IdleAdaptersTest} runs it. */
class IdleImports extends TableImportStoreContract implements TableImportStore {

    @Override
    protected TableImportStore imports() {
        return this;
    }

    @Override
    public void add(TableImport added, List<ImportRow> rows, RowTraces traces) {}

    @Override
    public Optional<TableImport> find(String id) {
        return Optional.empty();
    }

    @Override
    public List<TableImport> newest(int limit) {
        return List.of();
    }

    @Override
    public RowCounts counts(String id) {
        return new RowCounts(Map.of(), Map.of());
    }

    @Override
    public List<ImportRow> rows(String id, Optional<RowState> state, int after, int limit) {
        return List.of();
    }

    @Override
    public List<EndedRow> ended(String id, WantedResults wanted, int after, int limit) {
        return List.of();
    }

    @Override
    public List<EndedRow> applied(String id, int before, int limit) {
        return List.of();
    }

    @Override
    public boolean replan(TableImport changed, List<ImportRow> rows, RowTraces traces) {
        return true;
    }

    @Override
    public void erase(String streamId, Set<String> traces) {}

    @Override
    public boolean nameJob(TableImport seen, ImportPhase phase, Optional<String> job) {
        return true;
    }

    @Override
    public void end(String id, ImportPhase phase, Map<Integer, RowResult> results) {}

    @Override
    public Map<RowEnd, Integer> ends(String id, ImportPhase phase) {
        return Map.of();
    }

    @Override
    public int forget(Duration age, int limit) {
        return 0;
    }
}
