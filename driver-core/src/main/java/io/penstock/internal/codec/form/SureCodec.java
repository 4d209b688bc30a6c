package io.penstock.internal.codec.form;

/** A codec that says of a value whether it can be sent, without encoding it. */
public interface SureCodec {

    /** Whether a value of the codec's class is encoded as its type without fail, in a few thousand bytes. */
    boolean surelySends(Object value);
}
