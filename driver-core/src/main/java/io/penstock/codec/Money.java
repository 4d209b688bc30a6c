package io.penstock.codec;

import java.math.BigDecimal;

/**
 * A value of {@code money}: an amount of a currency that the server's {@code lc_monetary} implies.
 *
 * <p>That setting also says how many digits an amount has after the point; the value itself does not. Two are equal if their units are.
 *
 * @param units the amount in the smallest fraction of the currency, such as cents
 * @see <a href="https://www.postgresql.org/docs/current/datatype-money.html">Monetary Types</a>
 */
public record Money(long units) {

    /**
     * An amount.
     *
     * @param fractionDigits how many digits after the point {@code lc_monetary} has: 2 for most currencies
     * @throws ArithmeticException if the amount has more of them, or does not fit 64 bits
     */
    public static Money of(BigDecimal amount, int fractionDigits) {
        return new Money(amount.movePointRight(fractionDigits).longValueExact());
    }

    /**
     * The amount.
     *
     * @param fractionDigits how many digits after the point {@code lc_monetary} has: 2 for most currencies
     */
    public BigDecimal amount(int fractionDigits) {
        return BigDecimal.valueOf(units, fractionDigits);
    }
}
