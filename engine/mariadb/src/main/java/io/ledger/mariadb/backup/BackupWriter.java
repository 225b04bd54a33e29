package io.ledger.mariadb.backup;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes a backup as {@link BackupFormat} has it. Nothing is a backup before {@link #end}. */
final class BackupWriter implements Closeable {

    private static final int BUFFER = 64 << 10;

    private final OutputStream target;
    private final DigestOutputStream summed;
    private final QuickGzip packed;
    private final DataOutputStream out;
    private long rows;

    BackupWriter(OutputStream target, BackupHeader header) throws IOException {
        this.target = target;
        this.summed = new DigestOutputStream(new BufferedOutputStream(target, BUFFER), BackupFormat.digest());
        summed.write(BackupFormat.octets(BackupFormat.NAME + BackupFormat.VERSION + "\n" + header.encode() + "\n"));
        this.packed = new QuickGzip(summed);
        this.out = new DataOutputStream(new BufferedOutputStream(packed, BUFFER));
    }

    /** Packs half as well as usual, in a third of the time. */
    private static final class QuickGzip extends GZIPOutputStream {

        QuickGzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }

        void free() {
            def.end();
        }
    }

    void table(String name, List<BackupColumn> columns) throws IOException {
        rows = 0;
        out.writeByte(BackupFormat.TABLE);
        value(BackupFormat.octets(name));
        out.writeInt(columns.size());
        for (var column : columns) {
            value(BackupFormat.octets(column.name()));
        }
    }

    void row(byte[] @Nullable [] values) throws IOException {
        rows++;
        out.writeByte(BackupFormat.ROW);
        for (var value : values) {
            value(value);
        }
    }

    void tableEnd() throws IOException {
        out.writeByte(BackupFormat.TABLE_END);
        out.writeLong(rows);
    }

    private void value(byte @Nullable [] value) throws IOException {
        if (value == null) {
            out.writeInt(-1);
        } else {
            out.writeInt(value.length);
            out.write(value);
        }
    }

    /** Makes a backup of what was written. */
    void end() throws IOException {
        out.writeByte(BackupFormat.END);
        out.flush();
        packed.finish();
        summed.flush();
        var sum = summed.getMessageDigest().digest();
        target.write(BackupFormat.octets(BackupFormat.trailer(HexFormat.of().formatHex(sum))));
        target.flush();
    }

    /** Lets go of the memory of the packing; the target stays open. */
    @Override
    public void close() throws IOException {
        packed.free();
    }
}
