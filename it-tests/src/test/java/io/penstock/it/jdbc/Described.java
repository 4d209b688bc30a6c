package io.penstock.it.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What is told of the columns of a result, and of the parameters of a statement: each method for each of them. */
final class Described {

    private Described() {}

    static List<String> columns(Connection connection, String sql) throws Exception {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            var columns = result.getMetaData();
            return lines(ResultSetMetaData.class, columns, columns.getColumnCount());
        }
    }

    static List<String> parameters(Connection connection, String sql) throws Exception {
        try (var statement = connection.prepareStatement(sql)) {
            var parameters = statement.getParameterMetaData();
            return lines(ParameterMetaData.class, parameters, parameters.getParameterCount());
        }
    }

    private static <T> List<String> lines(Class<T> type, T told, int count) throws Exception {
        var methods = Arrays.stream(type.getMethods())
                .filter(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {int.class}))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
        var lines = new ArrayList<String>();
        for (var i = 1; i <= count + 1; i++) {
            for (var method : methods) {
                lines.add(i + " " + method.getName() + " = " + answer(method, told, i));
            }
        }
        return lines;
    }

    private static Object answer(Method method, Object told, int index) throws Exception {
        try {
            return method.invoke(told, index);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException refusal) {
                return "SQLException " + refusal.getSQLState();
            }
            throw e;
        }
    }
}
