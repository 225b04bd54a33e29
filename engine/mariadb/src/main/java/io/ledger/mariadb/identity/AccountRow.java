package io.ledger.mariadb.identity;

import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountRole;
import io.ledger.core.identity.AccountState;
import io.ledger.core.identity.ProviderSubject;
import io.ledger.core.person.PersonId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How accounts, and what several tables have, stand in rows. */
final class AccountRow {

    /** The columns of an account, of a table that is called {@code a}. */
    static final String COLUMNS =
            "a.number, a.id, a.name, a.roles, a.state, a.issuer, a.subject, a.created_at, a.last_sign_in, a.person_id";

    private AccountRow() {}

    static Account account(ResultSet row) throws SQLException {
        var issuer = row.getString("a.issuer");
        var subject = row.getString("a.subject");
        return new Account(
                row.getString("a.id"),
                row.getString("a.name"),
                roles(row.getString("a.roles")),
                AccountState.valueOf(row.getString("a.state").toUpperCase(Locale.ROOT)),
                issuer == null || subject == null
                        ? Optional.empty()
                        : Optional.of(new ProviderSubject(issuer, subject)),
                instant(row, "a.created_at"),
                optionalInstant(row, "a.last_sign_in"),
                Optional.ofNullable(row.getString("a.person_id")).flatMap(PersonId::parse));
    }

    static String state(AccountState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** The names of roles, in their order. */
    static String text(Set<AccountRole> roles) {
        return roles.stream().sorted().map(AccountRole::label).collect(Collectors.joining(","));
    }

    /** Roles of a later version are left out. */
    static Set<AccountRole> roles(@Nullable String text) {
        var roles = EnumSet.noneOf(AccountRole.class);
        if (text != null) {
            Arrays.stream(text.split(",")).map(AccountRole::parse).forEach(role -> role.ifPresent(roles::add));
        }
        return roles;
    }

    /** An id as the columns take it. What is none has other characters, and becomes one that nothing has. */
    static String id(String text) {
        return text.chars().allMatch(it -> it > ' ' && it < 0x7F) ? text : "?";
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }

    static Optional<Instant> optionalInstant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, LocalDateTime.class)).map(it -> it.toInstant(ZoneOffset.UTC));
    }
}
