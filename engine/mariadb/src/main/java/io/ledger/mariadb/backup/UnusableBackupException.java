package io.ledger.mariadb.backup;

/** A backup cannot be written or put back; the message says why, and what to do. Nothing was changed. */
public final class UnusableBackupException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    UnusableBackupException(String message) {
        super(message);
    }

    UnusableBackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
