package io.ledger.stores;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The file a store writes its own log to, and the secrets that must not leave it. */
record StoreLog(Path file, List<String> secrets) {

    /** Puts a large log aside, so that restarts cannot fill the disk. */
    void rotate() throws IOException {
        if (Files.exists(file) && Files.size(file) > StoreLimits.LOG_MAX_BYTES) {
            var older = file.resolveSibling(file.getFileName() + ".1");
            Files.move(file, older, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The last lines, for the message of a failure; never fails itself. */
    String tail() {
        String text;
        try {
            text = lastBytes();
        } catch (IOException e) {
            return "(its log " + file + " cannot be read: " + e + ")";
        }
        for (var secret : secrets) {
            text = text.replace(secret, "***");
        }
        var lines = text.lines().toList();
        var last = lines.subList(Math.max(0, lines.size() - StoreLimits.LOG_TAIL_LINES), lines.size());
        return last.isEmpty()
                ? "Its log " + file + " is empty."
                : "The end of its log " + file + ":\n  " + String.join("\n  ", last);
    }

    private String lastBytes() throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.position(Math.max(0, channel.size() - StoreLimits.LOG_TAIL_BYTES));
            var buffer = ByteBuffer.allocate(StoreLimits.LOG_TAIL_BYTES);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // Reads on: a read may return less than there is.
            }
            return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
        }
    }
}
