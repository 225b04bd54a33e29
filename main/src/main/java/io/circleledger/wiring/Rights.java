package io.circleledger.wiring;

import io.ledger.http.access.AccessTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The table of rights, in the file {@code rights.txt}. */
public final class Rights {

    private Rights() {}

    public static AccessTable table() {
        try (var file = Rights.class.getResourceAsStream("rights.txt")) {
            if (file == null) {
                throw new IllegalStateException("The table of rights is missing in the program");
            }
            return AccessTable.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
