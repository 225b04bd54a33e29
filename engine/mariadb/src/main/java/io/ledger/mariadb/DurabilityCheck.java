package io.ledger.mariadb;

import io.ledger.core.StoreUnavailableException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Asks a server for the settings that decide whether what it has committed survives a crash.
 *
 * @param unsafe settings with which an acknowledged event can be lost, each with what to set instead
 * @param warnings settings with which the ledger is safe and may behave in unexpected ways
 */
public record DurabilityCheck(List<String> unsafe, List<String> warnings) {

    private static final String SETTINGS = "SHOW GLOBAL VARIABLES WHERE Variable_name IN"
            + " ('innodb_flush_log_at_trx_commit', 'innodb_doublewrite', 'log_bin', 'sync_binlog',"
            + " 'wsrep_on', 'read_only')";

    public DurabilityCheck {
        unsafe = List.copyOf(unsafe);
        warnings = List.copyOf(warnings);
    }

    /**
     * Asks the server.
     *
     * @throws StoreUnavailableException when it does not answer
     */
    public static DurabilityCheck of(DataSource dataSource) {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(SETTINGS);
                var rows = select.executeQuery()) {
            var settings = new HashMap<String, String>();
            while (rows.next()) {
                settings.put(rows.getString(1), rows.getString(2));
            }
            return of(settings);
        } catch (SQLException failure) {
            throw StoreUnavailableException.of(MariaDb.STORE, failure);
        }
    }

    static DurabilityCheck of(Map<String, String> settings) {
        var unsafe = new ArrayList<String>();
        var warnings = new ArrayList<String>();
        if (!is(settings, "innodb_flush_log_at_trx_commit", "1")) {
            unsafe.add("innodb_flush_log_at_trx_commit must be 1, so that a commit is on disk before it is confirmed");
        }
        if (is(settings, "innodb_doublewrite", "OFF") || is(settings, "innodb_doublewrite", "0")) {
            unsafe.add("innodb_doublewrite must be ON, so that a page cut by a crash can be restored");
        }
        if (is(settings, "log_bin", "ON") && !is(settings, "sync_binlog", "1")) {
            unsafe.add("sync_binlog must be 1, because a commit that the binary log lacks is undone after a crash");
        }
        if (is(settings, "wsrep_on", "ON")) {
            warnings.add("wsrep_on is ON: with Galera let all servers write to one node, because commits on"
                    + " several nodes fail at the commit and delay each other on log_head");
        }
        if (is(settings, "read_only", "ON")) {
            warnings.add("read_only is ON: unless the user is exempt, no command can be recorded");
        }
        return new DurabilityCheck(unsafe, warnings);
    }

    private static boolean is(Map<String, String> settings, String name, String value) {
        return value.equalsIgnoreCase(settings.get(name));
    }
}
