package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.penstock.error.PgConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the differential corpus cannot tell: the file itself, and many hosts. */
class PasswordFileTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("pgpass");
        Files.writeString(file, "db1:5432:*:*:one\ndb2:5432:*:*:two\n*:*:*:*:any\n");
        permit("rw-------");
    }

    private void permit(String permissions) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }
    }

    private String ask(HostAddress address) {
        char[] password = PasswordFile.at(file)
                .passwordFor(address, "app", "bob")
                .toCompletableFuture()
                .join();
        return password == null ? null : new String(password);
    }

    @ParameterizedTest
    @CsvSource({"db1,5432,one", "db2,5432,two", "db1,5433,any", "evil,5432,any"})
    void looksForTheAddressThatIsDialled(String host, int port, String password) {
        assertThat(ask(HostAddress.of(host, port))).isEqualTo(password);
    }

    @ParameterizedTest
    @CsvSource({
        "rw-------,true",
        "r--------,true",
        "rwx------,true",
        "rw-r-----,false",
        "rw----r--,false",
        "rw--w----,false",
        "rw------x,false",
        "rw-rw-rw-,false"
    })
    void ignoresAFileThatOthersMayRead(String permissions, boolean used) throws IOException {
        assumeThat(file.getFileSystem().supportedFileAttributeViews()).contains("posix");
        permit(permissions);
        assertThat(ask(HostAddress.of("db1"))).isEqualTo(used ? "one" : null);
    }

    @Test
    void ignoresWhatIsMissingOrNoFile() throws IOException {
        Files.delete(file);
        assertThat(ask(HostAddress.of("db1"))).isNull();
        Files.createDirectory(file);
        assertThat(ask(HostAddress.of("db1"))).isNull();
    }

    @Test
    void seesChangesAtOnce() throws IOException {
        Files.writeString(file, "db1:5432:app:bob:rolled");
        assertThat(ask(HostAddress.of("db1"))).isEqualTo("rolled");
    }

    @Test
    void refusesAHugeFile() throws IOException {
        Files.write(file, new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> ask(HostAddress.of("db1")))
                .hasCauseInstanceOf(PgConfigException.class)
                .hasMessageContaining("cannot read the password file");
    }

    @Test
    void isItsName() {
        assertThat(PasswordFile.at(file))
                .isEqualTo(PasswordFile.at(file))
                .hasSameHashCodeAs(PasswordFile.at(file))
                .isNotEqualTo(PasswordFile.at(directory))
                .hasToString("PasswordFile[" + file + "]");
    }
}
