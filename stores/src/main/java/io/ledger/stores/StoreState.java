package io.ledger.stores;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one store remembers from start to start: its passwords and its port.
 *
 * <p>The store takes its passwords from here on every start, so a file that is lost or damaged
 * costs nothing: new ones are made.
 */
final class StoreState {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9]{" + StoreLimits.PASSWORD_LENGTH + "}");
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{3,4}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;
    private final TreeMap<String, String> values = new TreeMap<>();

    private StoreState(Path file) {
        this.file = file;
    }

    static StoreState load(Path file) throws IOException {
        var state = new StoreState(file);
        var properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file)));
        } catch (NoSuchFileException | MalformedInputException | IllegalArgumentException e) {
            return state;
        }
        properties.stringPropertyNames().forEach(key -> state.values.put(key, properties.getProperty(key)));
        return state;
    }

    /** The kept password of that name, or a new random one. */
    String password(String name) {
        var kept = values.get(name);
        if (kept != null && PASSWORD.matcher(kept).matches()) {
            return kept;
        }
        var fresh = RANDOM.ints(StoreLimits.PASSWORD_LENGTH, 0, ALPHABET.length())
                .mapToObj(i -> ALPHABET.substring(i, i + 1))
                .collect(Collectors.joining());
        values.put(name, fresh);
        return fresh;
    }

    /** The port of the last start, if it is known. */
    OptionalInt port() {
        var kept = values.get("port");
        return kept != null && PORT.matcher(kept).matches()
                ? OptionalInt.of(Integer.parseInt(kept))
                : OptionalInt.empty();
    }

    void save(int port) throws IOException {
        values.put("port", Integer.toString(port));
        DurableFiles.write(
                file,
                values.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                        .collect(Collectors.joining()));
    }
}
