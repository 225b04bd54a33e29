package io.ledger.identity.account;

import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountKey;
import io.ledger.core.identity.AccountKeys;
import io.ledger.core.identity.AccountName;
import io.ledger.core.identity.AccountStore;
import io.ledger.identity.IdentityLimits;
import java.time.Duration;
import java.util.Optional;

/**
 * Signs people in by name and password.
 *
 * <p>A name that nobody has is treated as one with a wrong password: it takes the same steps, and has the same answer.
 */
public final class PasswordSignIn {

    private static final String NOBODY = "";

    private final AccountStore accounts;
    private final AccountKeys keys;
    private final PasswordHashes hashes;
    private final SignInThrottle throttle;

    public PasswordSignIn(AccountStore accounts, AccountKeys keys, PasswordHashes hashes, SignInThrottle throttle) {
        this.accounts = accounts;
        this.keys = keys;
        this.hashes = hashes;
        this.throttle = throttle;
    }

    /** What came of a sign-in. */
    public sealed interface Attempt {

        /** The password is the right one. */
        record Right(Account account) implements Attempt {}

        /** The name or the password is wrong; whose name it is, if it is anybody's. */
        record Wrong(Optional<String> accountId) implements Attempt {}

        /** Too many have failed; the password was not looked at. */
        record Delayed(Duration pause) implements Attempt {}

        /** Too many others are at it; the password was not looked at. */
        record TooMany() implements Attempt {}
    }

    /**
     * Tries a password.
     *
     * @param address where it comes from
     */
    public Attempt attempt(String name, String password, String address) {
        var key = name.length() > 4 * AccountName.MAX_CHARACTERS ? NOBODY : AccountName.key(name);
        var wait = throttle.take(key, address);
        if (wait.isPresent()) {
            return new Attempt.Delayed(wait.get());
        }
        var account = accounts.named(key).filter(Account::isActive);
        var hash = keys.password(account.map(Account::id).orElse(NOBODY)).map(AccountKey::content);
        // So long a text is nobody's password, and is not worth a hash of it.
        var tried = password.length() > 4 * IdentityLimits.PASSWORD_CHARACTERS_MAX ? "" : password;
        var isRight = hashes.matches(tried, hash);
        if (isRight.isEmpty()) {
            throttle.giveBack(key, address);
            return new Attempt.TooMany();
        }
        if (!isRight.get() || account.isEmpty()) {
            return new Attempt.Wrong(account.map(Account::id));
        }
        throttle.succeeded(key, address);
        return new Attempt.Right(account.get());
    }
}
