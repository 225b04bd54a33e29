package io.circleledger.infrastructure.search;

import io.circleledger.domain.readmodel.CircleSearch;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.contract.CircleSearchContract;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.text.NameFolding;
import io.ledger.icu.IcuNameFolding;
import io.ledger.icu.IcuNameOrder;
import io.ledger.lucene.LuceneDocumentStore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class LuceneCircleSearchTest extends CircleSearchContract {

    @TempDir
    private Path directory;

    private LuceneDocumentStore<CircleView> index;

    @AfterEach
    void close() {
        index.close();
    }

    @Override
    protected DocumentStore<CircleView> store() {
        return index();
    }

    @Override
    protected CircleSearch search() {
        return new LuceneCircleSearch(index());
    }

    /** Opened with its first use, which is in what the contract does before each test. */
    private LuceneDocumentStore<CircleView> index() {
        if (index == null) {
            index = LuceneDocumentStore.open(directory, new CircleSearchSchema());
        }
        return index;
    }

    @Override
    protected NameFolding folding() {
        return new IcuNameFolding();
    }

    @Override
    protected Comparator<String> order() {
        return Comparator.comparing(name -> IcuNameOrder.key(name, 240), Arrays::compareUnsigned);
    }
}
