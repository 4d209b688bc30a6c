package io.penstock.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The bytes that are in the kernel's buffers between two sockets of this machine: sent and not yet read.
 *
 * @see <a href="https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html">/proc/net/tcp</a>
 */
public final class KernelQueues {

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private KernelQueues() {}

    /** Bytes written to the socket on one port that the socket on the other has not been asked for; 0 without Linux's tables. */
    public static long bytesBetween(int writerPort, int readerPort) {
        long bytes = 0;
        for (Path table : TABLES) {
            if (Files.isReadable(table)) {
                for (String line : lines(table)) {
                    bytes += bytesOf(line.strip().split("\\s+"), writerPort, readerPort);
                }
            }
        }
        return bytes;
    }

    /** Columns: number, local address, remote address, state, tx_queue:rx_queue; all hexadecimal. */
    private static long bytesOf(String[] columns, int writerPort, int readerPort) {
        if (columns.length < 5 || columns[1].indexOf(':') < 0) {
            return 0;
        }
        int local = port(columns[1]);
        int remote = port(columns[2]);
        String[] queues = columns[4].split(":");
        if (local == writerPort && remote == readerPort) {
            return Long.parseLong(queues[0], 16);
        }
        return local == readerPort && remote == writerPort ? Long.parseLong(queues[1], 16) : 0;
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
