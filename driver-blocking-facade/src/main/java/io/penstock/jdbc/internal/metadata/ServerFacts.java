package io.penstock.jdbc.internal.metadata;

import io.penstock.jdbc.internal.session.Isolation;
import java.sql.SQLException;

/** What the server says of itself: its version, its settings, its keywords. */
final class ServerFacts {

    /** The keywords of SQL:2003 and later that are the server's too; what is told of is the rest of its own. */
    private static final String[] STANDARD_KEYWORDS = """
            absolute action add admin after all alter always and any array as asc asensitive assertion assignment asymmetric at atomic
            attribute authorization before begin between bigint binary boolean both breadth by call called cascade cascaded case cast catalog
            chain char character characteristics check close coalesce collate collation column commit committed constraint constraints
            continue create cross cube current current_date current_role current_time current_timestamp current_user cursor cycle data day
            deallocate dec decimal declare default defaults deferrable deferred definer delete depth desc distinct domain double drop each
            else end escape except exclude excluding execute exists external extract false fetch filter first float following for foreign
            from full function global grant granted group grouping having hold hour identity immediate in including increment initially inner
            inout input insensitive insert int integer intersect interval into invoker is isolation join key language large last lateral
            leading left level like local localtime localtimestamp match matched maxvalue merge method minute minvalue month name names
            national natural nchar new next no none normalize normalized not null nullif nulls numeric object of old on only option options
            or order ordinality others out outer over overlaps overlay overriding parameter partial partition path placing position preceding
            precision prepare preserve primary prior privileges procedure range read real recursive ref references referencing relative
            release repeatable restart return returns revoke right role rollback rollup routine row rows savepoint schema scroll search
            second security select sequence serializable session session_user set sets similar simple smallint some source sql start
            statement substring symmetric system system_user table tablesample temporary then ties time timestamp to trailing transaction
            transform treat trigger trim true type uescape unbounded uncommitted union unique unknown update user using value values varchar
            varying view when where window with within without work write year zone
            """.strip().split("\\s+");

    private static final String KEYWORDS =
            "select string_agg(k.word, ',' order by k.word) from pg_catalog.pg_get_keywords() k where k.word <> all (?)";

    private final Catalog catalog;

    ServerFacts(Catalog catalog) {
        this.catalog = catalog;
    }

    /** As {@code server_version} has it, which may be followed by the packager's words. */
    String version() {
        return catalog.session().link().server().version();
    }

    int majorVersion() {
        return number(0);
    }

    int minorVersion() {
        return number(1);
    }

    /** One of the numbers with points between them; 0 where there are not so many. */
    private int number(int index) {
        var numbers = version().split("[^0-9.]", 2)[0].split("\\.", -1);
        return index < numbers.length && !numbers[index].isEmpty() ? Integer.parseInt(numbers[index]) : 0;
    }

    /** The number that a setting has. */
    int number(String setting) throws SQLException {
        return Integer.parseInt(String.valueOf(catalog.session().show(setting)));
    }

    int isolation() throws SQLException {
        return Isolation.of(String.valueOf(catalog.session().show("default_transaction_isolation")))
                .level();
    }

    /** Those that SQL does not have. */
    String keywords() throws SQLException {
        try (var statement = catalog.prepare(KEYWORDS)) {
            statement.setArray(1, catalog.texts(STANDARD_KEYWORDS));
            try (var found = statement.executeQuery()) {
                found.next();
                return String.valueOf(found.getString(1));
            }
        }
    }
}
