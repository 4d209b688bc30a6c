package io.penstock.jdbc.internal.convert;

import java.math.BigDecimal;
import java.sql.SQLException;

/** An amount of money as it is printed: {@code $1,234.50}, {@code -$1.00}, {@code ($1.00)}. */
final class MoneyText {

    private MoneyText() {}

    static BigDecimal parse(String text) throws SQLException {
        var digits = new StringBuilder();
        var negative = text.startsWith("-") || text.startsWith("(");
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if ((c >= '0' && c <= '9') || c == '.') {
                digits.append(c);
            }
        }
        var amount = NumberText.decimal(digits.toString());
        return negative ? amount.negate() : amount;
    }
}
