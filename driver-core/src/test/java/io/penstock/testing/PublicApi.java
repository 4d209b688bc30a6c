package io.penstock.testing;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The public API of a module, as text: one line for each type and member that a user can see, sorted. */
public final class PublicApi {

    /** Set to accept the API as it is now. */
    private static final String UPDATE = "penstock.api.update";

    private PublicApi() {}

    /** Compares the API of the compiled module with its listing, or rewrites the listing. */
    public static void check(Path classes, Path listing) {
        var now = render(classes);
        try {
            if (Boolean.getBoolean(UPDATE)) {
                Files.createDirectories(listing.getParent());
                Files.writeString(listing, now);
            }
            var accepted = Files.exists(listing) ? Files.readString(listing) : "";
            if (!accepted.equals(now)) {
                throw new AssertionError("the public API differs from " + listing.getFileName()
                        + "; if it is meant to, run with -D" + UPDATE + "=true and commit the listing:\n"
                        + difference(accepted, now));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String difference(String accepted, String now) {
        var before = accepted.lines().toList();
        var after = now.lines().toList();
        return Stream.concat(
                        before.stream().filter(line -> !after.contains(line)).map(line -> "- " + line),
                        after.stream().filter(line -> !before.contains(line)).map(line -> "+ " + line))
                .collect(joining("\n"));
    }

    private static String render(Path classes) {
        var lines = new ArrayList<String>();
        for (var exported : exportedPackages(classes)) {
            for (var type : typesOf(classes, exported)) {
                addType(lines, type);
            }
        }
        return lines.stream().sorted().distinct().collect(joining("\n", "", "\n"));
    }

    private static List<String> exportedPackages(Path classes) {
        try (var in = Files.newInputStream(classes.resolve("module-info.class"))) {
            return ModuleDescriptor.read(in).exports().stream()
                    .map(ModuleDescriptor.Exports::source)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Class<?>> typesOf(Path classes, String name) {
        var folder = classes.resolve(name.replace('.', '/'));
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
                    .<Class<?>>map(file -> load(name + "." + file.substring(0, file.length() - ".class".length())))
                    .filter(PublicApi::isVisible)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicApi.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError("BUG: a class file without a class: " + name, e);
        }
    }

    private static boolean isVisible(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getEnclosingClass()) {
            if (!Modifier.isPublic(at.getModifiers()) && !Modifier.isProtected(at.getModifiers())) {
                return false;
            }
        }
        return !type.isAnonymousClass() && !type.isLocalClass();
    }

    private static void addType(List<String> lines, Class<?> type) {
        var name = type.getName();
        lines.add(name + " : " + kind(type) + parents(type));
        for (var field : type.getDeclaredFields()) {
            if (isApi(field.getModifiers()) && !field.isSynthetic()) {
                lines.add(name + "#" + field(field));
            }
        }
        for (var constructor : type.getDeclaredConstructors()) {
            if (isApi(constructor.getModifiers()) && !constructor.isSynthetic()) {
                lines.add(name + "#" + constructor(constructor));
            }
        }
        for (var method : type.getDeclaredMethods()) {
            if (isApi(method.getModifiers()) && !method.isSynthetic()) {
                lines.add(name + "#" + method(method));
            }
        }
    }

    private static boolean isApi(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String kind(Class<?> type) {
        var modifiers = type.isSealed() ? "sealed " : Modifier.isFinal(type.getModifiers()) ? "final " : "";
        return modifiers
                + (type.isAnnotation()
                        ? "annotation"
                        : type.isInterface()
                                ? "interface"
                                : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class");
    }

    private static String parents(Class<?> type) {
        var parents = Stream.concat(
                        Stream.ofNullable(type.getGenericSuperclass()), Arrays.stream(type.getGenericInterfaces()))
                .map(Type::getTypeName)
                .filter(parent -> !parent.equals("java.lang.Object"))
                .collect(joining(", "));
        return parents.isEmpty() ? "" : " <- " + parents;
    }

    private static String field(Field field) {
        return words(field.getModifiers()) + field.getName() + ": "
                + field.getGenericType().getTypeName();
    }

    private static String constructor(Constructor<?> constructor) {
        return words(constructor.getModifiers()) + "new" + parameters(constructor);
    }

    private static String method(Method method) {
        return words(method.getModifiers() & ~Modifier.TRANSIENT & ~Modifier.VOLATILE)
                + method.getName()
                + parameters(method)
                + ": "
                + method.getGenericReturnType().getTypeName();
    }

    private static String words(int modifiers) {
        return (Modifier.isStatic(modifiers) ? "static " : "") + (Modifier.isAbstract(modifiers) ? "abstract " : "");
    }

    private static String parameters(Executable executable) {
        return Arrays.stream(executable.getGenericParameterTypes())
                .map(Type::getTypeName)
                .collect(joining(", ", "(", ")"));
    }
}
