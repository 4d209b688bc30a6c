package io.penstock.it.jdbc;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.JDBCType;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Types;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Calls every method of JDBC's interfaces on one driver, by reflection, and says which of them are refused as a feature that there is not. What else a call throws is the
 * argument's fault, and the method is there.
 */
final class MethodCalls {

    /** What came of a call. */
    enum Verdict {
        SUPPORTED,
        UNSUPPORTED,
        /** There is no object of the interface to call it on. */
        NO_OBJECT
    }

    /** Makes the object that a method is called on. */
    private interface Maker {

        @Nullable
        Object make(Connection connection) throws SQLException;
    }

    private static final String ROW = "select 1 as a, 'x' as b";

    private static final Map<Class<?>, Maker> MAKERS = makers();

    private final Driver driver;
    private final String url;
    private final Properties user;
    private @Nullable Connection connection;

    MethodCalls(Driver driver, String url, Properties user) {
        this.driver = driver;
        this.url = url;
        this.user = user;
    }

    private static Map<Class<?>, Maker> makers() {
        var makers = new LinkedHashMap<Class<?>, Maker>();
        makers.put(Connection.class, connection -> connection);
        makers.put(Statement.class, Connection::createStatement);
        makers.put(PreparedStatement.class, connection -> connection.prepareStatement("select ?::int as a"));
        makers.put(CallableStatement.class, MethodCalls::call);
        makers.put(ResultSet.class, MethodCalls::row);
        makers.put(ResultSetMetaData.class, connection -> row(connection).getMetaData());
        makers.put(
                ParameterMetaData.class,
                connection -> connection.prepareStatement("select ?::int").getParameterMetaData());
        makers.put(DatabaseMetaData.class, Connection::getMetaData);
        makers.put(Array.class, connection -> connection.createArrayOf("int4", new Object[] {1, 2}));
        makers.put(SQLXML.class, Connection::createSQLXML);
        makers.put(Savepoint.class, Connection::setSavepoint);
        makers.put(Blob.class, connection -> large(connection).getBlob(1));
        makers.put(Clob.class, connection -> large(connection).getClob(1));
        makers.put(Struct.class, connection -> connection.createStruct("pg_catalog.pg_class", new Object[0]));
        makers.put(RowId.class, connection -> tuple(connection).getRowId(1));
        return makers;
    }

    private static CallableStatement call(Connection connection) throws SQLException {
        var call = connection.prepareCall("{? = call abs(?)}");
        call.registerOutParameter(1, Types.INTEGER);
        call.setInt(2, -1);
        return call;
    }

    private static ResultSet row(Connection connection) throws SQLException {
        var result = connection
                .createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)
                .executeQuery(ROW);
        result.next();
        return result;
    }

    private static ResultSet large(Connection connection) throws SQLException {
        var result = connection.createStatement().executeQuery("select lo_create(0)");
        result.next();
        return result;
    }

    private static ResultSet tuple(Connection connection) throws SQLException {
        var result = connection.createStatement().executeQuery("select ctid from pg_catalog.pg_class limit 1");
        result.next();
        return result;
    }

    /** All methods by their interfaces, in the order of their names, with what came of them. */
    Map<String, Map<String, Verdict>> run() throws SQLException {
        var verdicts = new LinkedHashMap<String, Map<String, Verdict>>();
        verdicts.put("Driver", verdicts(Driver.class, any -> driver));
        for (var maker : MAKERS.entrySet()) {
            verdicts.put(maker.getKey().getSimpleName(), verdicts(maker.getKey(), maker.getValue()));
        }
        if (connection != null) {
            connection.close();
        }
        return verdicts;
    }

    private Map<String, Verdict> verdicts(Class<?> type, Maker maker) throws SQLException {
        var verdicts = new TreeMap<String, Verdict>();
        for (var method : methods(type)) {
            verdicts.put(signature(method), verdict(method, maker));
        }
        return verdicts;
    }

    static List<Method> methods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
                .sorted(Comparator.comparing(MethodCalls::signature))
                .toList();
    }

    static String signature(Method method) {
        return method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private Verdict verdict(Method method, Maker maker) throws SQLException {
        Object target;
        try {
            target = maker.make(open());
        } catch (SQLException e) {
            return Verdict.NO_OBJECT;
        }
        if (target == null) {
            return Verdict.NO_OBJECT;
        }
        try {
            method.invoke(target, arguments(method));
            return Verdict.SUPPORTED;
        } catch (InvocationTargetException e) {
            return isRefusal(e.getCause()) ? Verdict.UNSUPPORTED : Verdict.SUPPORTED;
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        } finally {
            if (target == connection) {
                // What it has changed of the connection is not the next one's.
                connection.close();
            }
        }
    }

    private static boolean isRefusal(@Nullable Throwable failure) {
        return failure instanceof SQLFeatureNotSupportedException
                || (failure instanceof SQLException refused && "0A000".equals(refused.getSQLState()))
                || failure instanceof UnsupportedOperationException
                || failure instanceof AbstractMethodError;
    }

    /** In a transaction, which each call finds at its beginning. */
    private Connection open() throws SQLException {
        var known = connection;
        if (known == null || known.isClosed()) {
            known = driver.connect(url, user);
            if (known == null) {
                throw new AssertionError("no connection");
            }
            connection = known;
        }
        known.setAutoCommit(false);
        known.rollback();
        return known;
    }

    static @Nullable Object[] arguments(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(type -> argument(method, type))
                .toArray();
    }

    private static @Nullable Object argument(Method method, Class<?> type) {
        var known = SAMPLES.get(type);
        if (known != null) {
            return known;
        }
        if (type == String.class) {
            return method.getDeclaringClass() == ResultSet.class ? "a" : "select 1";
        }
        if (type == InputStream.class) {
            return new ByteArrayInputStream(new byte[] {1});
        }
        if (type == Reader.class) {
            return new StringReader("x");
        }
        return type == Map.class ? new HashMap<String, Class<?>>() : null;
    }

    private static final Map<Class<?>, Object> SAMPLES = Map.ofEntries(
            Map.entry(int.class, 1),
            Map.entry(long.class, 1L),
            Map.entry(short.class, (short) 1),
            Map.entry(byte.class, (byte) 1),
            Map.entry(float.class, 1f),
            Map.entry(double.class, 1d),
            Map.entry(boolean.class, false),
            Map.entry(int[].class, new int[] {1}),
            Map.entry(String[].class, new String[] {"a"}),
            Map.entry(Object[].class, new Object[0]),
            Map.entry(Class.class, Object.class),
            Map.entry(SQLType.class, JDBCType.INTEGER),
            Map.entry(Calendar.class, Calendar.getInstance()),
            Map.entry(Properties.class, new Properties()),
            Map.entry(Executor.class, (Executor) Runnable::run));
}
