package io.penstock.testing;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The use of a type in a signature as text: as in Java, with what may be null marked, and without the package of {@code
 * java.lang}. The JDK's own text of an annotated type changes from version to version.
 */
final class TypeText {

    private TypeText() {}

    static String of(AnnotatedType use) {
        boolean isNullable = use.isAnnotationPresent(Nullable.class);
        if (use instanceof AnnotatedArrayType array) {
            return of(array.getAnnotatedGenericComponentType()) + (isNullable ? " @Nullable []" : "[]");
        }
        return (isNullable ? "@Nullable " : "") + bare(use);
    }

    private static String bare(AnnotatedType use) {
        if (use instanceof AnnotatedParameterizedType parameterized) {
            var raw = (Class<?>) ((ParameterizedType) parameterized.getType()).getRawType();
            return Arrays.stream(parameterized.getAnnotatedActualTypeArguments())
                    .map(TypeText::of)
                    .collect(joining(", ", name(raw) + "<", ">"));
        }
        if (use instanceof AnnotatedWildcardType wildcard) {
            return wildcard(wildcard);
        }
        Type type = use.getType();
        return type instanceof TypeVariable<?> variable ? variable.getName() : name((Class<?>) type);
    }

    private static String wildcard(AnnotatedWildcardType wildcard) {
        AnnotatedType[] lower = wildcard.getAnnotatedLowerBounds();
        if (lower.length > 0) {
            return "? super " + of(lower[0]);
        }
        String upper = of(wildcard.getAnnotatedUpperBounds()[0]);
        return upper.equals("Object") ? "?" : "? extends " + upper;
    }

    private static String name(Class<?> type) {
        boolean isInJavaLang = !type.isPrimitive() && type.getPackageName().equals("java.lang");
        String name = isInJavaLang ? type.getName().substring("java.lang.".length()) : type.getName();
        return name.replace('$', '.');
    }
}
