package io.penstock.jdbc.internal.shared;

import io.penstock.jdbc.internal.session.TwoGenerations;
import io.penstock.jdbc.internal.sql.SessionUse;

/** Which statements any session will do for; each text is looked into once. Bound: two generations of {@value #MOST} texts. Safe from any thread. */
final class SharedTexts {

    private static final int MOST = 512;
    private static final int MAX_CHARS = 16_384;

    private final TwoGenerations<String, SessionUse> known = new TwoGenerations<>(MOST);

    boolean isForAnySession(String sql) {
        return switch (use(sql)) {
            case NONE -> true;
            case SOME -> false;
        };
    }

    private SessionUse use(String sql) {
        if (sql.length() > MAX_CHARS) {
            return SessionUse.of(sql);
        }
        var use = known.find(sql);
        if (use == null) {
            use = SessionUse.of(sql);
            known.keep(sql, use);
        }
        return use;
    }
}
