package io.penstock.jdbc.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts may run in a session that is shared. */
class SessionUseTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-- nothing",
                "select 1",
                " /* why */ SELECT * from t where a = $1",
                "insert into t values ($1) returning id",
                "with a as (select 1) select * from a",
                "update t set a = $1",
                "delete from t",
                "merge into t using s on t.a = s.a when matched then delete",
                "values (1), (2)",
                "select 'currval'",
                "select $$ set_config $$, $tag$ temp $tag$",
                "select 1 -- pg_advisory_lock",
                "select 1 /* lastval() */",
                "select temperature, template, lo from t",
                "select it''s from t",
                "select nextval('s')",
                "select pg_sleep(1)"
            })
    void mayRunInAnySession(String sql) {
        assertThat(SessionUse.of(sql)).isEqualTo(SessionUse.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set work_mem = '5MB'",
                "show work_mem",
                "reset all",
                "discard all",
                "begin",
                "commit",
                "savepoint a",
                "prepare a as select 1",
                "execute a",
                "deallocate a",
                "declare c cursor with hold for select 1",
                "fetch c",
                "listen a",
                "lock table t",
                "call p()",
                "do $$begin end$$",
                "copy t from stdin",
                "create table t (id int)",
                "create temp table t (id int)",
                "alter table t add a int",
                "drop table t",
                "truncate t",
                "explain select 1",
                "select set_config('a.b', $1, false)",
                "select Set_Config('a.b', $1, false)",
                "select pg_catalog.set_config('a.b', $1, false)",
                "select \"set_config\"('a.b', $1, false)",
                "select currval('s')",
                "select lastval()",
                "select setseed(0.5)",
                "select pg_advisory_lock(1)",
                "select pg_try_advisory_lock_shared(1)",
                "select pg_advisory_unlock_all()",
                "select pg_backend_pid()",
                "select pg_export_snapshot()",
                "select pg_listening_channels()",
                "select 1 into temp t",
                "select * from pg_temp.t",
                "insert into t select currval('s')",
                "with a as (select set_config('a.b', 'c', false)) select * from a",
                "select dblink_connect('a', 'b')",
                "select lo_open(1, 2)",
                "select 'a'||currval('s')||'b'",
                "select E'\\'', currval('s'), ''"
            })
    void needsASessionOfItsOwn(String sql) {
        assertThat(SessionUse.of(sql)).isEqualTo(SessionUse.SOME);
    }
}
