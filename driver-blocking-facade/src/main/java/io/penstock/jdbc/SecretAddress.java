package io.penstock.jdbc;

import javax.naming.StringRefAddr;

/** What a reference has that is not for logs. Whoever may read the directory may read it. */
final class SecretAddress extends StringRefAddr {

    private static final long serialVersionUID = 1L;

    SecretAddress(String type, String content) {
        super(type, content);
    }

    @Override
    public String toString() {
        return "Type: " + getType() + "\nContent: not told\n";
    }
}
