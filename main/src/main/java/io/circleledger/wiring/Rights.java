package io.circleledger.wiring;

import io.ledger.http.access.AccessTable;
import io.ledger.server.LedgerModules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The table of rights: the file {@code rights.txt}, and what modules add to it. */
public final class Rights {

    private Rights() {}

    public static AccessTable table(LedgerModules modules) {
        try (var file = Rights.class.getResourceAsStream("rights.txt")) {
            if (file == null) {
                throw new IllegalStateException("The table of rights is missing in the program");
            }
            var text = new StringBuilder(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            modules.all().forEach(module -> text.append('\n').append(module.rights()));
            return AccessTable.parse(text.toString());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
