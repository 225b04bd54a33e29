package io.circleledger.wiring;

import io.circleledger.configuration.Configuration;
import io.ledger.server.LedgerModules;
import java.util.List;

/** The kinds of streams of this program. */
public final class Modules {

    private Modules() {}

    /** All of them: another aggregate is another one in this list. */
    public static LedgerModules of(Configuration configuration) {
        return new LedgerModules(List.of(new CircleModule(configuration)));
    }
}
