package io.penstock.internal.transport.tls;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.spec.InvalidKeySpecException;

/** As much of ASN.1's distinguished encoding rules as it takes to wrap a private key. */
final class Der {
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;

    private Der() {}

    /** One element: tag, length, content. */
    static byte[] element(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        var element = new ByteArrayOutputStream();
        element.write(tag);
        writeLength(element, content.size());
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }

    /**
     * The content of the next element, which must have this tag.
     *
     * @param in left behind the element
     */
    static ByteBuffer content(ByteBuffer in, int tag) throws InvalidKeySpecException {
        try {
            if ((in.get() & 0xff) != tag) {
                throw new InvalidKeySpecException("unexpected ASN.1 element");
            }
            int length = readLength(in);
            ByteBuffer content = in.slice(in.position(), length);
            in.position(in.position() + length);
            return content;
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new InvalidKeySpecException("truncated ASN.1 element");
        }
    }

    private static int readLength(ByteBuffer in) throws InvalidKeySpecException {
        int first = in.get() & 0xff;
        if (first < 0x80) {
            return first;
        }
        int bytes = first & 0x7f;
        if (bytes == 0 || bytes > 3) {
            throw new InvalidKeySpecException("unexpected ASN.1 length");
        }
        int length = 0;
        for (int i = 0; i < bytes; i++) {
            length = (length << 8) | (in.get() & 0xff);
        }
        return length;
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < 0x80) {
            out.write(length);
            return;
        }
        int bytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
        out.write(0x80 | bytes);
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out.write(length >> shift);
        }
    }
}
