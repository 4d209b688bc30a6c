package io.penstock.it.types;

import static io.penstock.it.types.Sample.as;
import static io.penstock.it.types.Sample.row;

import io.penstock.codec.Lsn;
import io.penstock.codec.Money;
import io.penstock.codec.PgSnapshot;
import io.penstock.codec.Tid;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;

/** What the server's own catalogue and its search are made of, and money. */
final class SystemSamples {

    private SystemSamples() {}

    static Stream<Sample> all() {
        return Stream.of(numbers(), names(), searches(), texts()).flatMap(List::stream);
    }

    private static List<Sample> numbers() {
        return List.of(
                row("xid", "0", 0L),
                row("xid", "4294967295", 4_294_967_295L),
                row("cid", "7", 7L),
                row("xid8", "0", 0L),
                row("xid8", "9223372036854775807", Long.MAX_VALUE),
                as("xid8", "18446744073709551615", new BigInteger("18446744073709551615")),
                row("money", "$0.00", new Money(0)),
                row("money", "-$1,234.56", new Money(-123_456)),
                row("tid", "(0,0)", Tid.parse("(0,0)")),
                row("tid", "(4294967295,65535)", Tid.parse("(4294967295,65535)")),
                row("pg_lsn", "0/0", Lsn.parse("0/0")),
                row("pg_lsn", "16/B374D848", Lsn.parse("16/B374D848")),
                row("pg_lsn", "FFFFFFFF/FFFFFFFF", Lsn.parse("FFFFFFFF/FFFFFFFF")),
                row("pg_snapshot", "10:20:10,14,15", PgSnapshot.parse("10:20:10,14,15")),
                row("pg_snapshot", "1:1:", PgSnapshot.parse("1:1:")),
                row("txid_snapshot", "10:20:10,14,15", PgSnapshot.parse("10:20:10,14,15")));
    }

    private static List<Sample> names() {
        return List.of(
                row("regclass", "pg_class", "pg_class"),
                row("regtype", "integer", "integer"),
                row("regtype", "timestamp with time zone", "timestamp with time zone"),
                row("regproc", "now", "now"),
                row("regprocedure", "abs(integer)", "abs(integer)"),
                row("regoperator", "+(integer,integer)", "+(integer,integer)"),
                row("regnamespace", "pg_catalog", "pg_catalog"),
                row("regrole", "app", "app"),
                row("regconfig", "english", "english"),
                row("regdictionary", "simple", "simple"),
                row("regcollation", "\"C\"", "\"C\""));
    }

    private static List<Sample> searches() {
        return List.of(
                row("tsvector", "", ""),
                row("tsvector", "'a' 'b'", "'a' 'b'"),
                row("tsvector", "'a':1,2A 'cat''s':3B,4C,5 'x y':16383", "'a':1,2A 'cat''s':3B,4C,5 'x y':16383"),
                row("tsvector", "'\\\\' 'ä€😀':1", "'\\\\' 'ä€😀':1"),
                row("tsquery", "", ""),
                row("tsquery", "'a'", "'a'"),
                row("tsquery", "'a' & 'b' | !'c'", "'a' & 'b' | !'c'"),
                row("tsquery", "'a' & ( 'b' | 'c' )", "'a' & ( 'b' | 'c' )"),
                row("tsquery", "'a' <-> 'b' <3> 'c'", "'a' <-> 'b' <3> 'c'"),
                row("tsquery", "'super':*AB & 'it''s'", "'super':*AB & 'it''s'"),
                row("tsquery", "!( 'a' | 'b' )", "!( 'a' | 'b' )"));
    }

    private static List<Sample> texts() {
        return List.of(
                row("jsonpath", "$", "$"),
                row("jsonpath", "$.\"a\"[*]?(@ > 1)", "$.\"a\"[*]?(@ > 1)"),
                row("xml", "<a>ä&amp;€</a>", "<a>ä&amp;€</a>"),
                row("xml", "text", "text"),
                row("refcursor", "c1", "c1"),
                row("oidvector", "1 2 4294967295", "1 2 4294967295"),
                row("int2vector", "1 -2 32767", "1 -2 32767"),
                row("aclitem", "app=arwdDxt/postgres", "app=arwdDxt/postgres"));
    }
}
