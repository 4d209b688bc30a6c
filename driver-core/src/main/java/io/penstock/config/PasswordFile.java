package io.penstock.config;

import static java.util.Objects.requireNonNull;

import io.penstock.error.PgConfigException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Libpq's password file: lines of
 *
 * <pre>
 * host:port:database:user:password
 * </pre>
 *
 * of which the first that matches counts. A field {@code *} matches anything; a backslash takes the next
 * character as it is, so that {@code :} and {@code \} can be written; {@code #} begins a comment line. The host
 * compared is the one that is being dialled, as the options write it; {@code localhost} also stands for the
 * usual directories of Unix-domain sockets.
 *
 * <p>The file is read for each physical connection, on the thread that asks, so that a rolled password takes
 * effect at once. A missing file has no passwords. A file that others may read is ignored with a warning
 * (where the file system knows POSIX permissions), as in libpq.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-pgpass.html">The Password File</a>
 */
public final class PasswordFile implements PasswordSource {
    private static final System.Logger LOG = System.getLogger("io.penstock.config");
    private static final Set<String> SOCKET_DIRECTORIES = Set.of("/tmp", "/var/run/postgresql");
    private static final long MAX_BYTES = 1L << 20;
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Path file;

    private PasswordFile(Path file) {
        this.file = file;
    }

    /** The file of that name, which need not exist yet; at most 1 MiB. */
    public static PasswordFile at(Path file) {
        return new PasswordFile(requireNonNull(file, "file"));
    }

    /** Reads the file and looks the password up; blocks for as long as that takes. */
    @Override
    public CompletionStage<char @Nullable []> passwordFor(HostAddress address, String database, String user) {
        try {
            return CompletableFuture.completedStage(find(address, database, user));
        } catch (IOException e) {
            return CompletableFuture.failedStage(new PgConfigException("cannot read the password file " + file, e));
        }
    }

    private char @Nullable [] find(HostAddress address, String database, String user) throws IOException {
        if (!isUsable()) {
            return null;
        }
        String[] wanted = {hostOf(address), Integer.toString(address.port()), database, user};
        byte[] content = Files.readAllBytes(file);
        try {
            return PasswordFileLine.find(content, wanted);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static String hostOf(HostAddress address) {
        return SOCKET_DIRECTORIES.contains(address.host()) ? "localhost" : address.host();
    }

    private boolean isUsable() throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        if (!Files.isRegularFile(file)) {
            return ignored("is not a plain file");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("larger than " + MAX_BYTES + " bytes");
        }
        return isPrivate() || ignored("has group or world access; permissions should be u=rw (0600) or less");
    }

    private boolean isPrivate() throws IOException {
        var posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return posix == null || OWNERS.containsAll(posix.readAttributes().permissions());
    }

    private boolean ignored(String reason) {
        LOG.log(Level.WARNING, "password file \"{0}\" {1}: it is ignored", file, reason);
        return false;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PasswordFile that && file.equals(that.file);
    }

    @Override
    public int hashCode() {
        return file.hashCode();
    }

    /** The file's name. */
    @Override
    public String toString() {
        return "PasswordFile[" + file + "]";
    }
}
