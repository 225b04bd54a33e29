package io.ledger.mariadb.identity;

import io.ledger.core.identity.AuditEntry;
import io.ledger.core.identity.AuditRecords;
import io.ledger.core.identity.IdentityPage;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.Parameters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.json.JsonMapper;

/** The audit log in the table {@code audit_log}; what is particular to an entry is JSON. */
public final class MariaDbAuditRecords implements AuditRecords {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final int KIND_CHARACTERS = 64;
    private static final int ADDRESS_CHARACTERS = 64;
    private static final int REQUEST_CHARACTERS = 128;

    private static final String INSERT = "INSERT INTO audit_log (happened_at, kind, account_id, address, request_id,"
            + " detail) VALUES (?, ?, ?, ?, ?, ?)";

    private static final String SELECT =
            "SELECT number, happened_at, kind, account_id, address, request_id, detail FROM audit_log WHERE number < ?";

    private static final String FORGET = "DELETE FROM audit_log WHERE happened_at < ? ORDER BY happened_at LIMIT ?";

    private final Database database;

    public MariaDbAuditRecords(Database database) {
        this.database = database;
    }

    @Override
    public void append(List<AuditRecord> records) {
        database.ask(connection -> {
            connection.setAutoCommit(false);
            try (var insert = connection.prepareStatement(INSERT)) {
                for (var record : records) {
                    var entry = record.entry();
                    new Parameters(insert)
                            .add(record.at())
                            .add(ascii(entry.kind(), KIND_CHARACTERS))
                            .add(entry.accountId()
                                    .map(id -> ascii(id, KIND_CHARACTERS))
                                    .orElse(null))
                            .add(ascii(entry.address(), ADDRESS_CHARACTERS))
                            .add(ascii(entry.requestId(), REQUEST_CHARACTERS))
                            .add(JSON.writeValueAsString(entry.detail()));
                    insert.addBatch();
                }
                insert.executeBatch();
                connection.commit();
                return records.size();
            } catch (SQLException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        });
    }

    private static String ascii(String text, int characters) {
        var printable = text.replaceAll("[^\\x20-\\x7E]", "?");
        return printable.length() <= characters ? printable : printable.substring(0, characters);
    }

    @Override
    public IdentityPage<AuditRecord> list(AuditFilter filter, long before, int limit) {
        var where = new StringBuilder(SELECT);
        filter.kind().ifPresent(_ -> where.append(" AND kind = ?"));
        filter.accountId().ifPresent(_ -> where.append(" AND account_id = ?"));
        where.append(" ORDER BY number DESC LIMIT ?");
        return database.ask(connection -> {
            try (var select = connection.prepareStatement(where.toString())) {
                var parameters = new Parameters(select).add(before == IdentityPage.START ? Long.MAX_VALUE : before);
                for (var value : List.of(filter.kind(), filter.accountId())) {
                    if (value.isPresent()) {
                        parameters.add(AccountRow.id(value.get()));
                    }
                }
                parameters.add(limit + 1);
                try (var rows = select.executeQuery()) {
                    return page(rows, limit);
                }
            }
        });
    }

    private static IdentityPage<AuditRecord> page(ResultSet rows, int limit) throws SQLException {
        var records = new ArrayList<AuditRecord>();
        var last = IdentityPage.START;
        while (rows.next()) {
            if (records.size() == limit) {
                return new IdentityPage<>(records, OptionalLong.of(last));
            }
            last = rows.getLong("number");
            records.add(new AuditRecord(
                    AccountRow.instant(rows, "happened_at"),
                    new AuditEntry(
                            rows.getString("kind"),
                            Optional.ofNullable(rows.getString("account_id")),
                            rows.getString("address"),
                            rows.getString("request_id"),
                            detail(rows.getString("detail")))));
        }
        return new IdentityPage<>(records, OptionalLong.empty());
    }

    private static Map<String, String> detail(String json) {
        var detail = new HashMap<String, String>();
        for (var property : JSON.readTree(json).properties()) {
            detail.put(property.getKey(), property.getValue().asString());
        }
        return detail;
    }

    @Override
    public int forget(Instant olderThan, int limit) {
        return database.ask(FORGET, delete -> {
            new Parameters(delete).add(olderThan).add(limit);
            return delete.executeUpdate();
        });
    }
}
