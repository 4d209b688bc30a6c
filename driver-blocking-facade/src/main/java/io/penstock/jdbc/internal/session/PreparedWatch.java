package io.penstock.jdbc.internal.session;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Who wants to know what becomes of prepared statements: a container that pools them. */
public interface PreparedWatch {

    /** Nobody. */
    PreparedWatch NONE = new PreparedWatch() {
        @Override
        public void closed(PreparedStatement statement) {}

        @Override
        public void useless(PreparedStatement statement, SQLException why) {}
    };

    /** Its user has closed it. */
    void closed(PreparedStatement statement);

    /** It has failed, and will fail from now on; told before its user is. */
    void useless(PreparedStatement statement, SQLException why);
}
