package io.penstock.observe;

import static java.util.Objects.requireNonNull;

import io.penstock.error.ErrorFields;

/**
 * The server sent a NoticeResponse.
 *
 * @param server where, as {@code host:port/database as user}
 * @param processId of the server's backend, 0 if not told
 * @param fields what it says; may quote values
 */
public record NoticeEvent(String server, int processId, ErrorFields fields) {
    /** Checks that all is there. */
    public NoticeEvent {
        requireNonNull(server, "server");
        requireNonNull(fields, "fields");
    }
}
