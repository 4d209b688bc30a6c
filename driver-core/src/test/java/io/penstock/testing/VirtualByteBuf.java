package io.penstock.testing;

import io.netty.buffer.AbstractReferenceCountedByteBuf;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;

/**
 * A buffer of up to 2 GiB that takes no memory: it keeps the first 64 bytes and counts the rest. A source may be
 * smaller than it is said to be.
 */
public final class VirtualByteBuf extends AbstractReferenceCountedByteBuf {

    private final ByteBuffer head = ByteBuffer.allocate(64);

    public VirtualByteBuf() {
        super(Integer.MAX_VALUE);
    }

    @Override
    public int capacity() {
        return Integer.MAX_VALUE;
    }

    @Override
    public ByteBuf capacity(int newCapacity) {
        throw new AssertionError("grown to " + newCapacity);
    }

    // ---- what is kept

    @Override
    protected byte _getByte(int index) {
        return head.get(index);
    }

    @Override
    protected int _getInt(int index) {
        return head.getInt(index);
    }

    @Override
    protected void _setByte(int index, int value) {
        if (index < head.capacity()) {
            head.put(index, (byte) value);
        }
    }

    @Override
    protected void _setShort(int index, int value) {
        _setByte(index, value >> 8);
        _setByte(index + 1, value);
    }

    @Override
    protected void _setInt(int index, int value) {
        _setShort(index, value >> 16);
        _setShort(index + 2, value);
    }

    /** Takes any length, whatever the source has. */
    @Override
    public ByteBuf writeBytes(byte[] source, int sourceIndex, int length) {
        ensureWritable(length);
        writerIndex(writerIndex() + length);
        return this;
    }

    @Override
    public ByteBufAllocator alloc() {
        return UnpooledByteBufAllocator.DEFAULT;
    }

    @Override
    public ByteBuf unwrap() {
        return null;
    }

    @Override
    public boolean isDirect() {
        return false;
    }

    @Override
    public boolean hasArray() {
        return false;
    }

    @Override
    public boolean hasMemoryAddress() {
        return false;
    }

    @Override
    public int nioBufferCount() {
        return -1;
    }

    @Override
    protected void deallocate() {}

    // ---- what nobody needs

    private static AssertionError notKept() {
        return new AssertionError("a virtual buffer does not do that");
    }

    @Override
    protected short _getShort(int index) {
        throw notKept();
    }

    @Override
    protected short _getShortLE(int index) {
        throw notKept();
    }

    @Override
    protected int _getUnsignedMedium(int index) {
        throw notKept();
    }

    @Override
    protected int _getUnsignedMediumLE(int index) {
        throw notKept();
    }

    @Override
    protected int _getIntLE(int index) {
        throw notKept();
    }

    @Override
    protected long _getLong(int index) {
        throw notKept();
    }

    @Override
    protected long _getLongLE(int index) {
        throw notKept();
    }

    @Override
    protected void _setShortLE(int index, int value) {
        throw notKept();
    }

    @Override
    protected void _setMedium(int index, int value) {
        throw notKept();
    }

    @Override
    protected void _setMediumLE(int index, int value) {
        throw notKept();
    }

    @Override
    protected void _setIntLE(int index, int value) {
        throw notKept();
    }

    @Override
    protected void _setLong(int index, long value) {
        throw notKept();
    }

    @Override
    protected void _setLongLE(int index, long value) {
        throw notKept();
    }

    @Override
    @Deprecated
    public ByteOrder order() {
        throw notKept();
    }

    @Override
    public ByteBuf getBytes(int index, ByteBuf target, int targetIndex, int length) {
        throw notKept();
    }

    @Override
    public ByteBuf getBytes(int index, byte[] target, int targetIndex, int length) {
        throw notKept();
    }

    @Override
    public ByteBuf getBytes(int index, ByteBuffer target) {
        throw notKept();
    }

    @Override
    public ByteBuf getBytes(int index, OutputStream target, int length) {
        throw notKept();
    }

    @Override
    public int getBytes(int index, GatheringByteChannel target, int length) {
        throw notKept();
    }

    @Override
    public int getBytes(int index, FileChannel target, long position, int length) {
        throw notKept();
    }

    @Override
    public ByteBuf setBytes(int index, ByteBuf source, int sourceIndex, int length) {
        throw notKept();
    }

    @Override
    public ByteBuf setBytes(int index, byte[] source, int sourceIndex, int length) {
        throw notKept();
    }

    @Override
    public ByteBuf setBytes(int index, ByteBuffer source) {
        throw notKept();
    }

    @Override
    public int setBytes(int index, InputStream source, int length) {
        throw notKept();
    }

    @Override
    public int setBytes(int index, ScatteringByteChannel source, int length) {
        throw notKept();
    }

    @Override
    public int setBytes(int index, FileChannel source, long position, int length) {
        throw notKept();
    }

    @Override
    public ByteBuf copy(int index, int length) {
        throw notKept();
    }

    @Override
    public ByteBuffer nioBuffer(int index, int length) {
        throw notKept();
    }

    @Override
    public ByteBuffer internalNioBuffer(int index, int length) {
        throw notKept();
    }

    @Override
    public ByteBuffer[] nioBuffers(int index, int length) {
        throw notKept();
    }

    @Override
    public byte[] array() {
        throw notKept();
    }

    @Override
    public int arrayOffset() {
        throw notKept();
    }

    @Override
    public long memoryAddress() {
        throw notKept();
    }
}
