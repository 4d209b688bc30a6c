package io.penstock.it.types;

import java.lang.reflect.Array;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * One value of one type in its two spellings: what a user writes in SQL and what a user has in Java.
 *
 * @param type the type as SQL spells it
 * @param literal a text that the type's input function takes
 * @param value the same in Java
 * @param reading whether the type is read as that class without asking for it
 * @param since the first major version of the server that takes the literal
 */
record Sample(String type, String literal, Object value, Reading reading, int since) {

    /** How the class is come by. */
    enum Reading {
        /** It is the type's default: {@code row.get(i)} returns it. */
        BY_DEFAULT,
        /** It has to be asked for. */
        ON_REQUEST
    }

    private static final int ANY_VERSION = 0;

    /** Classes whose instances are all of some subclass. */
    private static final List<Class<?>> ASKED_FOR = List.of(List.class, ByteBuffer.class, InetAddress.class);

    /** A value as the default class of its type. */
    static Sample row(String type, String literal, Object value) {
        return new Sample(type, literal, value, Reading.BY_DEFAULT, ANY_VERSION);
    }

    /** A value as another class. */
    static Sample as(String type, String literal, Object value) {
        return new Sample(type, literal, value, Reading.ON_REQUEST, ANY_VERSION);
    }

    /** The same, for servers of this major version and later ones. */
    Sample since(int majorVersion) {
        return new Sample(type, literal, value, reading, majorVersion);
    }

    boolean isFor(int majorVersion) {
        return majorVersion >= since;
    }

    /** The class to ask for: what a user would write, not some subclass of it. */
    Class<?> javaType() {
        return ASKED_FOR.stream()
                .filter(javaType -> javaType.isInstance(value))
                .findFirst()
                .orElse(value.getClass());
    }

    /** The value twice and a NULL between, as an array: a list where the value has its type's default class, else a Java array. */
    Sample inArray() {
        char delimiter = type.equals("box") ? ';' : ',';
        String quoted = '"' + literal.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        return new Sample(
                type + "[]",
                "{" + quoted + delimiter + "NULL" + delimiter + quoted + "}",
                reading == Reading.BY_DEFAULT ? Arrays.asList(value, null, value) : javaArray(),
                reading,
                since);
    }

    private Object javaArray() {
        Object array = Array.newInstance(javaType(), 3);
        Array.set(array, 0, value);
        Array.set(array, 2, value);
        return array;
    }

    @Override
    public String toString() {
        String shown = literal.length() > 60 ? literal.substring(0, 57) + "…" : literal;
        return type + " " + shown + " as " + value.getClass().getSimpleName();
    }
}
