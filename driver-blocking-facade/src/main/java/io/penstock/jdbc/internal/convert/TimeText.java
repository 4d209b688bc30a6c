package io.penstock.jdbc.internal.convert;

import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A date, a time or both out of a column of text, in ISO's order.
 *
 * @param date null where it has none
 * @param time null where it has none
 * @param offset null where it has none
 */
record TimeText(
        @Nullable LocalDate date,
        @Nullable LocalTime time,
        @Nullable ZoneOffset offset) {

    static TimeText parse(String text) throws SQLException {
        var trimmed = text.strip();
        try {
            var blank = trimmed.indexOf(' ') >= 0 ? trimmed.indexOf(' ') : trimmed.indexOf('T');
            if (blank < 0) {
                return trimmed.indexOf(':') < 0
                        ? new TimeText(LocalDate.parse(trimmed), null, null)
                        : of(null, trimmed);
            }
            return of(LocalDate.parse(trimmed.substring(0, blank)), trimmed.substring(blank + 1));
        } catch (DateTimeException e) {
            throw new SQLException("the text of this column is no date or time", JdbcState.BAD_DATETIME_FORMAT, e);
        }
    }

    private static TimeText of(@Nullable LocalDate date, String time) {
        var sign = Math.max(time.lastIndexOf('+'), time.lastIndexOf('-'));
        if (sign < 0) {
            return time.endsWith("Z")
                    ? new TimeText(date, LocalTime.parse(time.substring(0, time.length() - 1)), ZoneOffset.UTC)
                    : new TimeText(date, LocalTime.parse(time), null);
        }
        return new TimeText(date, LocalTime.parse(time.substring(0, sign)), ZoneOffset.of(time.substring(sign)));
    }

    /** Its moment, where it says one. */
    @Nullable
    OffsetDateTime instant() {
        return offset == null ? null : local().atOffset(offset);
    }

    LocalDateTime local() {
        return LocalDateTime.of(date == null ? LocalDate.EPOCH : date, time == null ? LocalTime.MIDNIGHT : time);
    }
}
