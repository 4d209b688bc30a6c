package io.penstock.testing;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The public API of a module, as text: one line for each type and member that a user can see, sorted. With what may be null, what is
 * thrown and who may extend, for each of these is a promise too.
 */
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
        lines.add(name + typeParameters(type) + " : " + kind(type) + parents(type) + permitted(type));
        for (var field : type.getDeclaredFields()) {
            if (isApi(field, type)) {
                lines.add(name + "#" + field(field));
            }
        }
        for (var constructor : type.getDeclaredConstructors()) {
            if (isApi(constructor, type)) {
                lines.add(name + "#" + constructor(constructor));
            }
        }
        for (var method : type.getDeclaredMethods()) {
            if (isApi(method, type)) {
                lines.add(name + "#" + method(method));
            }
        }
    }

    /** What is protected is for subclasses: nobody's, where users can have none. */
    private static boolean isApi(Member member, Class<?> type) {
        var isExtensible = !Modifier.isFinal(type.getModifiers()) && !type.isSealed();
        return !member.isSynthetic()
                && (Modifier.isPublic(member.getModifiers())
                        || (Modifier.isProtected(member.getModifiers()) && isExtensible));
    }

    private static String kind(Class<?> type) {
        var isClass = !type.isInterface() && !type.isEnum() && !type.isRecord();
        var modifiers = type.getModifiers() & (isClass ? Modifier.FINAL | Modifier.ABSTRACT : 0);
        return words(type, modifiers & ~Modifier.STATIC)
                + (type.isSealed() ? "sealed " : "")
                + (type.isAnnotation()
                        ? "annotation"
                        : type.isInterface()
                                ? "interface"
                                : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class");
    }

    private static String parents(Class<?> type) {
        var isImplied = type.isEnum() || type.isRecord() || type.getSuperclass() == Object.class;
        var parents = Stream.concat(
                        Stream.ofNullable(isImplied ? null : type.getAnnotatedSuperclass()),
                        Arrays.stream(type.getAnnotatedInterfaces()))
                .map(TypeText::of)
                .collect(joining(", "));
        return parents.isEmpty() ? "" : " <- " + parents;
    }

    private static String permitted(Class<?> type) {
        if (!type.isSealed()) {
            return "";
        }
        return Arrays.stream(type.getPermittedSubclasses())
                .filter(PublicApi::isVisible)
                .map(Class::getName)
                .sorted()
                .collect(joining(", ", " -> ", ""));
    }

    private static String field(Field field) {
        var modifiers = field.getModifiers() & (Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL);
        return words(field, modifiers) + field.getName() + ": " + TypeText.of(field.getAnnotatedType());
    }

    private static String constructor(Constructor<?> constructor) {
        return words(constructor, constructor.getModifiers() & Modifier.PROTECTED) + "new" + signature(constructor);
    }

    private static String method(Method method) {
        var modifiers =
                method.getModifiers() & (Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT);
        return words(method, modifiers)
                + method.getName()
                + signature(method)
                + ": "
                + TypeText.of(method.getAnnotatedReturnType());
    }

    private static String words(AnnotatedElement element, int modifiers) {
        var words = Modifier.toString(modifiers);
        return (element.isAnnotationPresent(Deprecated.class) ? "@Deprecated " : "")
                + (words.isEmpty() ? "" : words + " ");
    }

    private static String signature(Executable executable) {
        var parameters = Arrays.stream(executable.getAnnotatedParameterTypes())
                .map(TypeText::of)
                .collect(joining(", ", "(", ")"));
        var thrown = Arrays.stream(executable.getAnnotatedExceptionTypes())
                .map(TypeText::of)
                .sorted()
                .collect(joining(", "));
        return typeParameters(executable)
                + (executable.isVarArgs() ? parameters.replaceFirst("\\[]\\)$", "...)") : parameters)
                + (thrown.isEmpty() ? "" : " throws " + thrown);
    }

    private static String typeParameters(GenericDeclaration generic) {
        var parameters = Arrays.stream(generic.getTypeParameters())
                .map(PublicApi::typeParameter)
                .collect(joining(", "));
        return parameters.isEmpty() ? "" : "<" + parameters + ">";
    }

    private static String typeParameter(TypeVariable<?> parameter) {
        var bounds =
                Arrays.stream(parameter.getAnnotatedBounds()).map(TypeText::of).collect(joining(" & "));
        return bounds.equals("Object") ? parameter.getName() : parameter.getName() + " extends " + bounds;
    }
}
