package io.ledger.mariadb.backup;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;

/** A backup in a file. */
public final class BackupFile {

    private static final int BUFFER = 64 << 10;

    private final Path path;
    private final String name;
    private final BackupHeader header;
    private final long packedFrom;

    private BackupFile(Path path, String name, BackupHeader header, long packedFrom) {
        this.path = path;
        this.name = name;
        this.header = header;
        this.packedFrom = packedFrom;
    }

    /**
     * Writes a backup to a new file, which is there when it is whole, and survives a power loss then. It is for the eyes of
     * its owner: it has everything in it.
     *
     * @param progress told how many events were written
     * @throws FileAlreadyExistsException when there is a file of that name
     * @throws InterruptedException when the thread is interrupted; then nothing is left behind
     */
    public static void write(Path file, Backup backup, LongConsumer progress) throws IOException, InterruptedException {
        var target = file.toAbsolutePath();
        requireNew(target);
        var folder = target.resolveSibling(".").normalize();
        // Made with mode 0600.
        var part = Files.createTempFile(folder, target.getFileName() + ".", ".part");
        try {
            try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                var out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
                backup.writeTo(out, progress);
                out.flush();
                channel.force(true);
            }
            moveTo(target, part);
            try (var entries = FileChannel.open(folder, StandardOpenOption.READ)) {
                entries.force(true);
            }
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Says early what {@link #write} would say in the end.
     *
     * @throws FileAlreadyExistsException when there is a file of that name
     */
    public static void requireNew(Path file) throws FileAlreadyExistsException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
    }

    /** Gives the file its name unless somebody else has taken it; where links are unknown, the look before has to do. */
    private static void moveTo(Path target, Path part) throws IOException {
        try {
            Files.createLink(target, part);
        } catch (FileAlreadyExistsException taken) {
            throw taken;
        } catch (IOException | UnsupportedOperationException _) {
            Files.move(part, target);
        }
    }

    /**
     * Reads what the file says about itself, and whether it has an end.
     *
     * @param name what it is called in messages
     * @throws UnusableBackupException when it is no backup, or not whole
     */
    public static BackupFile open(Path path, String name) throws IOException {
        try (var in = Files.newInputStream(path)) {
            var first = new String(in.readNBytes(BackupLimits.HEADER_BYTES), StandardCharsets.UTF_8);
            if (!first.startsWith(BackupFormat.NAME)) {
                throw new UnusableBackupException(
                        name + " is no backup of a ledger; name a file that backup has written");
            }
            var lines = first.split("\n", 3);
            if (!lines[0].equals(BackupFormat.NAME + BackupFormat.VERSION)) {
                throw new UnusableBackupException(
                        "%s has the format \"%s\", which this version does not know; if a newer version has written it, restore it with that"
                                .formatted(name, lines[0].substring(BackupFormat.NAME.length())));
            }
            if (lines.length < 3 || !BackupFormat.isTrailer(trailer(path))) {
                throw new UnusableBackupException(
                        name
                                + " is cut off, or its end is damaged; copy it again from where it was made, or use another one");
            }
            var from = BackupFormat.octets(lines[0] + "\n" + lines[1] + "\n").length;
            return new BackupFile(path, name, BackupHeader.decode(lines[1], name), from);
        }
    }

    private static String trailer(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.position(Math.max(0, channel.size() - BackupFormat.TRAILER_BYTES));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    public BackupHeader header() {
        return header;
    }

    public long bytes() throws IOException {
        return Files.size(path);
    }

    /**
     * Reads every octet and compares the sum.
     *
     * @param progress told how many octets were read
     * @throws UnusableBackupException when one of them is not as it was written
     * @throws InterruptedException when the thread is interrupted
     */
    public void check(LongConsumer progress) throws IOException, InterruptedException {
        var digest = BackupFormat.digest();
        var left = bytes() - BackupFormat.TRAILER_BYTES;
        try (var in = Files.newInputStream(path)) {
            var buffer = new byte[BUFFER];
            for (var done = 0L; left > 0; ) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                var read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    throw damaged();
                }
                digest.update(buffer, 0, read);
                left -= read;
                done += read;
                progress.accept(done);
            }
            var expected = BackupFormat.trailer(HexFormat.of().formatHex(digest.digest()));
            if (!expected.equals(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))) {
                throw damaged();
            }
        }
    }

    private UnusableBackupException damaged() {
        return new UnusableBackupException(name
                + " is damaged: its checksum is that of another content; copy it again from where it was made, or use"
                + " another one");
    }

    /** The tables, unpacked. */
    BackupReader read() throws IOException {
        var in = Files.newInputStream(path);
        try {
            in.skipNBytes(packedFrom);
            var packed = new Part(in, bytes() - packedFrom - BackupFormat.TRAILER_BYTES);
            var unpacked = new BufferedInputStream(new GZIPInputStream(packed, BUFFER), BUFFER);
            return new BackupReader(new DataInputStream(unpacked), name);
        } catch (IOException | RuntimeException failure) {
            in.close();
            throw failure;
        }
    }

    /** So many octets of a stream. */
    private static final class Part extends InputStream {

        private final InputStream in;
        private long left;

        Part(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            if (left <= 0) {
                return -1;
            }
            left--;
            var read = in.read();
            if (read < 0) {
                throw new EOFException();
            }
            return read;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            var read = in.read(target, offset, (int) Math.min(left, length));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
