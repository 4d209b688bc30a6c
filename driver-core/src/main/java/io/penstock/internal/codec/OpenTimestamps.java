package io.penstock.internal.codec;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.penstock.codec.Format;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.codec.UntypedTimestamp;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The timestamps of a section whose type is the server's choice. When the section is encoded that is not known, for the statement is looked up later, by the
 * thread that owns the connection. So each has room for a timestamp in binary, and what it is lies behind the section:
 *
 * <pre>
 * for each:
 * +-----------------+-------------+--------------+------------+--------------+
 * | int32 parameter | int32 place | int64 second | int32 nano | int32 offset |
 * +-----------------+-------------+--------------+------------+--------------+
 * </pre>
 *
 * <p>Where the server has described the statement, and takes a {@code timestamp} or {@code timestamptz}, the room is {@linkplain #settle filled in}, as
 * often as the section is sent. Everywhere else the section is written anew, with the literals.
 */
final class OpenTimestamps {

    /** What lies behind the section for each of them. */
    static final int BYTES = 24;

    private static final int PLACE_AT = 4;
    private static final int SECOND_AT = 8;
    private static final int NANO_AT = 16;
    private static final int OFFSET_AT = 20;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, BIG_ENDIAN);

    /** None yet. */
    static final OpenTimestamps NONE = new OpenTimestamps();

    private int[] parameters = {};
    private int[] places = {};
    private UntypedTimestamp[] values = {};
    private int count;

    private OpenTimestamps() {}

    /** What another one can be added to. */
    OpenTimestamps writable() {
        return this == NONE ? new OpenTimestamps() : this;
    }

    int count() {
        return count;
    }

    void clear() {
        if (count > 0) {
            count = 0;
        }
    }

    /** Leaves room for a value, behind its length. */
    void write(int parameter, UntypedTimestamp value, PgWriter out) {
        if (count == places.length) {
            var room = Math.max(2, 2 * count);
            parameters = Arrays.copyOf(parameters, room);
            places = Arrays.copyOf(places, room);
            values = Arrays.copyOf(values, room);
        }
        out.writeInt(Long.BYTES);
        parameters[count] = parameter;
        places[count] = out.position();
        values[count] = value;
        count++;
        out.writeLong(0);
    }

    /** The values are moved by so many bytes. */
    void move(int bytes) {
        for (var i = 0; i < count; i++) {
            places[i] += bytes;
        }
    }

    /** Writes what they are behind the section. */
    void writeBehind(PgWriter out) {
        for (var i = 0; i < count; i++) {
            out.writeInt(parameters[i]);
            out.writeInt(places[i]);
            out.writeLong(values[i].second());
            out.writeInt(values[i].nano());
            out.writeInt(values[i].offset());
        }
    }

    // ---- of a section that is encoded

    /** Fills in the room of all, if the server takes each as a timestamp. */
    static boolean settle(byte[] bytes, int start, int length, int count, int[] serverTypes) {
        var behind = start + length;
        for (var i = 0; i < count; i++) {
            if (!isTimestamp(serverTypes, (int) INT.get(bytes, behind + i * BYTES))) {
                return false;
            }
        }
        for (var i = 0; i < count; i++) {
            var at = behind + i * BYTES;
            var value = value(bytes, at);
            var type = serverTypes[(int) INT.get(bytes, at)];
            var micros = type == PgTypes.TIMESTAMPTZ.oid() ? value.instantMicros() : value.localMicros();
            LONG.set(bytes, start + (int) INT.get(bytes, at + PLACE_AT), micros);
        }
        return true;
    }

    private static boolean isTimestamp(int[] serverTypes, int parameter) {
        if (parameter >= serverTypes.length) {
            return false;
        }
        var type = serverTypes[parameter];
        return type == PgTypes.TIMESTAMPTZ.oid() || type == PgTypes.TIMESTAMP.oid();
    }

    private static UntypedTimestamp value(byte[] bytes, int at) {
        return new UntypedTimestamp((long) LONG.get(bytes, at + SECOND_AT), (int) INT.get(bytes, at + NANO_AT), (int)
                INT.get(bytes, at + OFFSET_AT));
    }

    /** The section with their literals: each value has a format of its own then. */
    static byte[] inText(byte[] bytes, int start, int length, int count) {
        var formats = (short) SHORT.get(bytes, start) & 0xFFFF;
        var from = start + Short.BYTES * (1 + formats);
        var values = (short) SHORT.get(bytes, from) & 0xFFFF;
        var out = new PgWriter(length + 4 * BYTES * count);
        out.writeShort(values);
        for (var i = 0; i < values; i++) {
            out.writeShort((short) SHORT.get(bytes, start + Short.BYTES * (formats == 1 ? 1 : 1 + i)));
        }
        out.writeShort(values);
        from += Short.BYTES;
        for (var i = 0; i < count; i++) {
            var at = start + length + i * BYTES;
            var place = start + (int) INT.get(bytes, at + PLACE_AT);
            out.patchShort(Short.BYTES * (1 + (int) INT.get(bytes, at)), Format.TEXT.code());
            out.writeBytes(bytes, from, place - Integer.BYTES - from);
            var lengthAt = out.position();
            out.writeInt(0);
            out.writeUtf8(value(bytes, at).toString());
            out.patchInt(lengthAt, out.position() - lengthAt - Integer.BYTES);
            from = place + Long.BYTES;
        }
        out.writeBytes(bytes, from, start + length - from);
        return out.toByteArray();
    }
}
