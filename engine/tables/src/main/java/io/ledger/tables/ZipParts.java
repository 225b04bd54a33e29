package io.ledger.tables;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files in an archive that is in memory. They are found by the archive's directory, as programs of offices do, and each is
 * unpacked while it is read. What is unpacked of one archive is bounded, whatever its directory says.
 */
final class ZipParts {

    private static final int END = 0x06054B50;
    private static final int END_BYTES = 22;
    private static final int COMMENT_BYTES = 0xFFFF;
    private static final int ENTRY = 0x02014B50;
    private static final int LOCAL = 0x04034B50;
    private static final int LOCAL_BYTES = 30;
    private static final int ENCRYPTED = 1;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int ZIP64 = 1;
    private static final long IN_ZIP64 = 0xFFFFFFFFL;

    private final byte[] bytes;
    private final Map<String, Part> parts = new HashMap<>();
    private long unpacked;

    private record Part(int flags, int method, long crc, long packed, long offset) {}

    /** Reads the directory of an archive, or refuses the file. */
    ZipParts(byte[] bytes) {
        this.bytes = bytes;
        try {
            readDirectory(buffer(0));
        } catch (BufferUnderflowException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | ArithmeticException e) {
            throw broken(e);
        }
    }

    private ByteBuffer buffer(int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(at);
    }

    private void readDirectory(ByteBuffer buffer) {
        int end = bytes.length - END_BYTES;
        while (end >= 0 && buffer.getInt(end) != END) {
            end--;
            if (end < bytes.length - END_BYTES - COMMENT_BYTES) {
                end = -1;
            }
        }
        if (end < 0) {
            throw new RefusedTableException(
                    TableFault.BROKEN,
                    "The end of the workbook is missing. Save or download it again, and choose that file.");
        }
        int count = buffer.getShort(end + 10) & 0xFFFF;
        if (count > TableLimits.ARCHIVE_ENTRIES) {
            throw new RefusedTableException(
                    TableFault.TOO_LARGE,
                    "The workbook has more than %d parts. Copy the table to a new workbook, and choose that."
                            .formatted(TableLimits.ARCHIVE_ENTRIES));
        }
        buffer.position(Math.toIntExact(buffer.getInt(end + 16) & IN_ZIP64));
        for (int i = 0; i < count; i++) {
            readEntry(buffer);
        }
    }

    private void readEntry(ByteBuffer buffer) {
        int at = buffer.position();
        if (buffer.getInt(at) != ENTRY) {
            throw new IllegalArgumentException("no entry of a directory");
        }
        int flags = buffer.getShort(at + 8) & 0xFFFF;
        int method = buffer.getShort(at + 10) & 0xFFFF;
        long crc = buffer.getInt(at + 16) & IN_ZIP64;
        long packed = buffer.getInt(at + 20) & IN_ZIP64;
        long size = buffer.getInt(at + 24) & IN_ZIP64;
        int nameBytes = buffer.getShort(at + 28) & 0xFFFF;
        int extraBytes = buffer.getShort(at + 30) & 0xFFFF;
        int commentBytes = buffer.getShort(at + 32) & 0xFFFF;
        long offset = buffer.getInt(at + 42) & IN_ZIP64;
        var name = new byte[nameBytes];
        buffer.position(at + 46).get(name);
        int extraEnd = buffer.position() + extraBytes;
        while (buffer.position() + 4 <= extraEnd) {
            int id = buffer.getShort() & 0xFFFF;
            int fieldEnd = (buffer.getShort() & 0xFFFF) + buffer.position();
            if (id == ZIP64) {
                size = size == IN_ZIP64 ? buffer.getLong() : size;
                packed = packed == IN_ZIP64 ? buffer.getLong() : packed;
                offset = offset == IN_ZIP64 ? buffer.getLong() : offset;
            }
            buffer.position(fieldEnd);
        }
        buffer.position(extraEnd + commentBytes);
        parts.put(key(new String(name, StandardCharsets.UTF_8)), new Part(flags, method, crc, packed, offset));
    }

    private static String key(String name) {
        return name.replace('\\', '/').toLowerCase(Locale.ROOT);
    }

    boolean has(String name) {
        return parts.containsKey(key(name));
    }

    /** Opens a file in the archive, or refuses the archive if it has none of that name. */
    InputStream open(String name) {
        Part part = parts.get(key(name));
        if (part == null) {
            throw new RefusedTableException(
                    TableFault.BROKEN,
                    "The workbook has no part %s. Open it in Excel, save it again, and choose that file."
                            .formatted(CellText.quoted(name)));
        }
        if ((part.flags & ENCRYPTED) != 0) {
            throw FileKind.password();
        }
        try {
            ByteBuffer buffer = buffer(Math.toIntExact(part.offset));
            int at = buffer.position();
            if (buffer.getInt(at) != LOCAL) {
                throw new IllegalArgumentException("no file where the directory says");
            }
            int begin = at + LOCAL_BYTES + (buffer.getShort(at + 26) & 0xFFFF) + (buffer.getShort(at + 28) & 0xFFFF);
            int length = Math.toIntExact(part.packed);
            Objects.checkFromIndexSize(begin, length, bytes.length);
            var packed = new ByteArrayInputStream(bytes, begin, length);
            return switch (part.method) {
                case STORED -> new Bounded(packed, part.crc, null);
                case DEFLATED -> {
                    var inflater = new Inflater(true);
                    yield new Bounded(new InflaterInputStream(packed, inflater, 16 * 1024), part.crc, inflater);
                }
                default -> throw new IllegalArgumentException("packed by method " + part.method);
            };
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            throw broken(e);
        }
    }

    static RefusedTableException broken(Exception cause) {
        return new RefusedTableException(
                TableFault.BROKEN,
                "The workbook is damaged. Open it in Excel, let it be repaired, save it, and choose that file.",
                cause);
    }

    /** A file that is being unpacked: no more than the limit, and at its end checked for damage. */
    private final class Bounded extends InputStream {

        private final InputStream in;
        private final @Nullable Inflater inflater;
        private final long crc;
        private final CRC32 read = new CRC32();

        Bounded(InputStream in, long crc, @Nullable Inflater inflater) {
            this.in = in;
            this.crc = crc;
            this.inflater = inflater;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = in.read(buffer, offset, length);
            if (count < 0) {
                if (read.getValue() != crc) {
                    throw new IOException("the checksum is another one");
                }
                return -1;
            }
            read.update(buffer, offset, count);
            unpacked += count;
            if (unpacked > TableLimits.UNPACKED_BYTES) {
                throw new RefusedTableException(
                        TableFault.TOO_LARGE,
                        "The workbook unpacks to more than %d MiB. Delete formatted rows and columns that are empty, or copy the"
                                        .formatted(TableLimits.UNPACKED_BYTES / 1024 / 1024)
                                + " table to a new workbook.");
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
            if (inflater != null) {
                inflater.end();
            }
        }
    }
}
