package io.penstock.config;

import static java.util.Objects.requireNonNull;

import io.penstock.error.PgConfigException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks of option values; each failure is a {@link PgConfigException} that names the option. */
final class Checks {
    private static final Pattern NUMBER = Pattern.compile("\\s*([+-]?[0-9]{1,20})\\s*");
    private static final Pattern NOT_IN_HOSTS = Pattern.compile("[\\s,/@\\[\\]\\p{Cntrl}]");
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*(%[0-9a-zA-Z._~-]+)?");

    private Checks() {}

    /** Not empty, no NUL, since it travels as a C-string. */
    static String text(String option, String value) {
        if (requireNonNull(value, option).isEmpty()) {
            throw new PgConfigException(option + " must not be empty");
        }
        return noNul(option, value);
    }

    static String noNul(String option, String value) {
        if (requireNonNull(value, option).indexOf('\0') >= 0) {
            throw new PgConfigException(option + " must not contain the character NUL");
        }
        return value;
    }

    /** A name or an IP address, alone: no port, no list, no brackets. */
    static String host(String value) {
        text("host", value);
        boolean isIpv6 = IPV6.matcher(value).matches();
        if (NOT_IN_HOSTS.matcher(value).find() || (value.indexOf(':') >= 0 && !isIpv6)) {
            throw new PgConfigException("host must be one name or IP address, without port and brackets");
        }
        return value;
    }

    /**
     * An IP address that needs no name service: four decimal numbers, or anything with two colons that has only
     * the characters of IPv6, and perhaps a zone.
     */
    static String numericAddress(String option, String value) {
        if (!IPV4.matcher(value).matches() && !IPV6.matcher(value).matches()) {
            throw new PgConfigException(option + " must be an IP address, not a name");
        }
        return value;
    }

    static int port(int port) {
        if (port < 1 || port > 65_535) {
            throw new PgConfigException("port must be 1 to 65535, not " + port);
        }
        return port;
    }

    /**
     * A whole number as C's {@code strtol} reads it: white space around it and a sign are fine. The text is not
     * quoted in the error, for it may be a misplaced secret.
     */
    static int number(String option, String text) {
        Matcher number = NUMBER.matcher(text);
        try {
            return Integer.parseInt(number.matches() ? number.group(1) : "");
        } catch (NumberFormatException e) {
            throw new PgConfigException(option + " must be a whole number of at most 31 bits");
        }
    }

    static long range(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new PgConfigException(option + " must be " + min + " to " + max + ", not " + value);
        }
        return value;
    }

    /** More than nothing and no longer than {@link Timeouts#LONGEST}. */
    static Duration duration(String option, Duration value) {
        if (requireNonNull(value, option).isNegative() || value.isZero() || value.compareTo(Timeouts.LONGEST) > 0) {
            throw new PgConfigException(option + " must be longer than 0 and at most 365 days, not " + value);
        }
        return value;
    }

    static @Nullable Duration durationOrNull(String option, @Nullable Duration value) {
        return value == null ? null : duration(option, value);
    }
}
