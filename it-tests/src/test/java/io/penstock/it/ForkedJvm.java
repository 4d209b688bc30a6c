package io.penstock.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.config.ConnectionOptions;
import io.penstock.it.server.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM, with a main class of ours in it; the two talk in lines. What it says on its error stream appears on ours. */
public final class ForkedJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private final Writer in;

    /** In the forked JVM: the options of a server whose host, port, database and user are its first arguments, and the password its first line of input. */
    public static ConnectionOptions.Builder options(String[] arguments, BufferedReader input) throws IOException {
        return ConnectionOptions.builder()
                .host(arguments[0])
                .port(Integer.parseInt(arguments[1]))
                .database(arguments[2])
                .user(arguments[3])
                .password(input.readLine())
                .applicationName("penstock-it");
    }

    private ForkedJvm(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.in = process.outputWriter(UTF_8);
    }

    /** With the options before the main class, which has to name class or module path. */
    public static ForkedJvm start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        return new ForkedJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /**
     * With our own class path, and a server to talk to: its host, port, database and user are the first arguments, its password is the first line
     * said, as {@link #options} wants it.
     *
     * @param jvmOptions in front of the class path
     * @param more arguments behind those of the server
     */
    public static ForkedJvm startWith(PostgresServer server, List<String> jvmOptions, Class<?> main, String... more)
            throws IOException {
        var arguments = new ArrayList<>(jvmOptions);
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        arguments.addAll(List.of(server.host(), Integer.toString(server.port()), server.database(), server.user()));
        arguments.addAll(List.of(more));
        var jvm = start(arguments);
        jvm.say(server.password());
        return jvm;
    }

    /** The words of the next line that begins with this one, without it. */
    public List<String> await(String word) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            List<String> words = List.of(line.split(" "));
            if (words.get(0).equals(word)) {
                return words.subList(1, words.size());
            }
        }
        throw new AssertionError("ended without saying " + word + ", exit code " + exitCode());
    }

    /** The lines before the next one that begins with this word. */
    public List<String> linesUntil(String word) throws IOException {
        var lines = new ArrayList<String>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(word + " ")) {
                return lines;
            }
            lines.add(line);
        }
        throw new AssertionError("ended without saying " + word + ", exit code " + exitCode());
    }

    public void say(String line) throws IOException {
        in.write(line + "\n");
        in.flush();
    }

    public int exitCode() {
        try {
            return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
