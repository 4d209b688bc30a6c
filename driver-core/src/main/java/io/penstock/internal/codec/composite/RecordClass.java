package io.penstock.internal.codec.composite;

import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record class of the user: its components, how they are read, and how one is made of them. Immutable. */
final class RecordClass<R> {
    private final Class<R> javaType;
    private final List<RecordComponent> components;
    private final MethodHandle constructor;
    private final List<MethodHandle> accessors;

    private RecordClass(
            Class<R> javaType,
            List<RecordComponent> components,
            MethodHandle constructor,
            List<MethodHandle> accessors) {
        this.javaType = javaType;
        this.components = components;
        this.constructor = constructor;
        this.accessors = accessors;
    }

    /**
     * Looks at a record class.
     *
     * @throws PgCodecException if the driver may not: the class is not public, and its package not open
     */
    static <R> RecordClass<R> of(Class<R> javaType) {
        List<RecordComponent> components = List.of(javaType.getRecordComponents());
        Class<?>[] types = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            Constructor<R> canonical = javaType.getDeclaredConstructor(types);
            requireAccess(javaType, canonical);
            MethodHandle constructor = lookup.unreflectConstructor(canonical)
                    .asFixedArity()
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
            List<MethodHandle> accessors = new ArrayList<>();
            for (RecordComponent component : components) {
                requireAccess(javaType, component.getAccessor());
                accessors.add(lookup.unreflect(component.getAccessor())
                        .asType(MethodType.methodType(Object.class, Object.class)));
            }
            return new RecordClass<>(javaType, components, constructor, accessors);
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw unreachable(javaType, e);
        }
    }

    private static void requireAccess(Class<?> javaType, AccessibleObject member) {
        if (!member.trySetAccessible()) {
            throw unreachable(javaType, null);
        }
    }

    private static PgCodecException unreachable(Class<?> javaType, @Nullable Throwable cause) {
        return new PgCodecException(
                javaType.getTypeName() + " cannot be reached: open its package to io.penstock.core",
                SqlState.CANNOT_COERCE,
                cause);
    }

    Class<R> javaType() {
        return javaType;
    }

    List<RecordComponent> components() {
        return components;
    }

    /** Makes one. What its constructor throws is the user's, and thrown on. */
    R make(@Nullable Object[] values) {
        try {
            return javaType.cast((Object) constructor.invokeExact(values));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new PgCodecException(
                    "the constructor of " + javaType.getTypeName() + " failed", SqlState.DATA_EXCEPTION, e);
        }
    }

    /** The values of the components, in their order. */
    List<@Nullable Object> valuesOf(R one) {
        @Nullable Object[] values = new Object[accessors.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = valueOf(one, i);
        }
        return Arrays.asList(values);
    }

    private @Nullable Object valueOf(R one, int index) {
        try {
            return (Object) accessors.get(index).invokeExact((Object) one);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new PgCodecException(
                    "an accessor of " + javaType.getTypeName() + " failed", SqlState.DATA_EXCEPTION, e);
        }
    }
}
