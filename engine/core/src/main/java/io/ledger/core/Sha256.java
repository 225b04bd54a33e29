package io.ledger.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of texts and files. */
public final class Sha256 {

    private Sha256() {}

    /** The 64 lower-case digits of the digest of a text in UTF-8. */
    public static String hex(String text) {
        return HexFormat.of().formatHex(bytes(text));
    }

    /** The 32 bytes of the digest of a text in UTF-8. */
    public static byte[] bytes(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The 64 lower-case digits of the digest of a file. */
    public static String hex(byte[] file) {
        return HexFormat.of().formatHex(bytes(file));
    }

    private static byte[] bytes(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    /** The first digits of {@link #hex(String)}. */
    public static String hex(String text, int digits) {
        return hex(text).substring(0, digits);
    }
}
