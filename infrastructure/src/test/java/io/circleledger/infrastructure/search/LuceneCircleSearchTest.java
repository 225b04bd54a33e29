package io.circleledger.infrastructure.lucene;

import io.circleledger.domain.circle.NameFolding;
import io.circleledger.domain.readmodel.CircleSearch;
import io.circleledger.infrastructure.contract.CircleSearchContract;
import io.circleledger.infrastructure.icu.IcuNameFolding;
import io.circleledger.infrastructure.icu.IcuNameOrder;
import io.ledger.core.document.DocumentStore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class LuceneCircleSearchTest extends CircleSearchContract {

    @TempDir
    private Path directory;

    private LuceneCircleIndex index;

    @AfterEach
    void close() {
        index.close();
    }

    @Override
    protected DocumentStore store() {
        return index();
    }

    @Override
    protected CircleSearch search() {
        return index().search();
    }

    /** Opened with its first use, which is in what the contract does before each test. */
    private LuceneCircleIndex index() {
        if (index == null) {
            index = LuceneCircleIndex.open(directory);
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
