package io.penstock.internal.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The use of a prepared statement that is used again and again: Bind and Execute of the unnamed portal, all rows, encoded once but for the values,
 * and the Sync behind it.
 *
 * <pre>
 *   'B' length 00 name 00 | values | result formats 'E' 00000009 00 00000000 'S' 00000004
 *   '------- head -------'          '----------------------- tail ----------------------'
 * </pre>
 *
 * <p>Head and tail are {@link FrontendEncoder}'s own bytes; all that is written for another use are the values, and the length that follows from theirs. The
 * values that were used last stay until the next, {@value #MAX_VALUES_BYTES} bytes at the most: more are not for this class.
 *
 * <p>Confined to the connection's owner.
 */
public final class StatementUse {

    /** How long a section of values may be. */
    private static final int MAX_VALUES_BYTES = 256;

    private static final int LENGTH_AT = 1;
    private static final int SYNC_BYTES = 5;
    private static final byte[] NO_VALUES = {0, 0, 0, 0};
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] resultFormatSection;
    private final int head;
    private final byte[] tail;

    /** What the length would be without values. */
    private final int bareLength;

    /** All of it, with the values that were written last. */
    private byte[] bytes;

    private int valuesLength = NO_VALUES.length;

    private StatementUse(byte[] resultFormatSection, byte[] bytes, int head) {
        this.resultFormatSection = resultFormatSection;
        this.bytes = bytes;
        this.head = head;
        this.tail = Arrays.copyOfRange(bytes, head + NO_VALUES.length, bytes.length);
        this.bareLength = (int) INT.get(bytes, LENGTH_AT) - NO_VALUES.length;
    }

    /** The use of the statement of this name. */
    public static StatementUse of(String name, byte[] resultFormatSection) {
        var out = Unpooled.buffer();
        FrontendEncoder.bind(out, "", name, NO_VALUES, NO_VALUES.length, resultFormatSection);
        var head = out.writerIndex() - NO_VALUES.length - resultFormatSection.length;
        FrontendEncoder.executeAndSync(out);
        return new StatementUse(resultFormatSection, Arrays.copyOf(out.array(), out.writerIndex()), head);
    }

    /** Whether it asks for these formats; those of a shape are one array. */
    public boolean asksFor(byte[] formatSection) {
        return resultFormatSection == formatSection;
    }

    /** Whether a section of so many bytes may be written by it. */
    public static boolean takes(int parameterLength) {
        return parameterLength <= MAX_VALUES_BYTES;
    }

    /** As {@link #write(ByteBuf, byte[], int, int, Sequel)}, of a section that is the array's beginning. */
    public void write(ByteBuf out, byte[] parameterSection, int parameterLength, Sequel sequel) {
        write(out, parameterSection, 0, parameterLength, sequel);
    }

    /**
     * Writes Bind, Execute and the sequel, as {@link FrontendEncoder} would.
     *
     * @param parameters what the section of parameters lies in
     * @param parameterLength how many bytes of it count; such as it {@linkplain #takes takes}
     */
    public void write(ByteBuf out, byte[] parameters, int parametersAt, int parameterLength, Sequel sequel) {
        assert takes(parameterLength)
                        && BindSections.areSound(parameters, parametersAt, parameterLength, resultFormatSection)
                : "BUG: malformed Bind";
        if (parameterLength != valuesLength) {
            makeRoom(parameterLength);
        }
        System.arraycopy(parameters, parametersAt, bytes, head, parameterLength);
        var length = head + parameterLength + tail.length;
        out.writeBytes(bytes, 0, sequel == Sequel.SYNC ? length : length - SYNC_BYTES);
    }

    private void makeRoom(int length) {
        var needed = head + length + tail.length;
        if (bytes.length < needed) {
            bytes = Arrays.copyOf(bytes, needed);
        }
        INT.set(bytes, LENGTH_AT, bareLength + length);
        System.arraycopy(tail, 0, bytes, head + length, tail.length);
        valuesLength = length;
    }
}
