package io.penstock.jdbc.internal.convert;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Texts that are made of {@code timestamptz} and of nothing else: arrays of it, its ranges and multiranges, and arrays of these. The core spells them in UTC;
 * to JDBC's users each is as the server would spell it, in the session's time zone, as one that stands alone is.
 */
public final class ZonedTexts {

    private static final int TIMESTAMPTZ_ARRAY = 1185;
    private static final int TSTZRANGE = 3910;
    private static final int TSTZRANGE_ARRAY = 3911;
    private static final int TSTZMULTIRANGE = 4534;
    private static final int TSTZMULTIRANGE_ARRAY = 6153;

    private static final int DIGITS_OF_NANOS = 9;

    private static final Pattern IN_UTC =
            Pattern.compile("(\\d{4,})-(\\d\\d)-(\\d\\d) (\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,9}))?\\+00( BC)?");

    private ZonedTexts() {}

    /** Whether this is the OID of such a type. */
    public static boolean isFor(int oid) {
        return switch (oid) {
            case TIMESTAMPTZ_ARRAY, TSTZRANGE, TSTZRANGE_ARRAY, TSTZMULTIRANGE, TSTZMULTIRANGE_ARRAY -> true;
            default -> false;
        };
    }

    /** With all times in this zone. */
    public static String inZone(String text, ZoneId zone) {
        return IN_UTC.matcher(text)
                .replaceAll(found -> TimeSpelling.timestamp(
                        moment(found).atOffset(ZoneOffset.UTC).atZoneSameInstant(zone)));
    }

    private static LocalDateTime moment(MatchResult found) {
        var year = Integer.parseInt(found.group(1));
        return LocalDateTime.of(
                found.group(8) == null ? year : 1 - year,
                number(found, 2),
                number(found, 3),
                number(found, 4),
                number(found, 5),
                number(found, 6),
                nanos(found.group(7)));
    }

    private static int number(MatchResult found, int group) {
        return Integer.parseInt(found.group(group));
    }

    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt(fraction + "0".repeat(DIGITS_OF_NANOS - fraction.length()));
    }
}
