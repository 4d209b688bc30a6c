package io.penstock.jdbc.internal.result;

import io.penstock.Column;
import io.penstock.codec.BitString;
import io.penstock.jdbc.internal.convert.SqlType;
import io.penstock.jdbc.internal.convert.TypeMeasures;
import io.penstock.jdbc.internal.errors.SelfWrapper;
import io.penstock.jdbc.internal.session.ColumnOrigin;
import io.penstock.jdbc.internal.session.JdbcSession;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;

/** What is said of a result's columns: by the description that came with them, and by the catalogue where that is not enough. */
public final class ColumnMetaData implements SelfWrapper, ResultSetMetaData {

    private final List<Column> columns;
    private final JdbcSession session;

    public ColumnMetaData(List<Column> columns, JdbcSession session) {
        this.columns = columns;
        this.session = session;
    }

    private Column column(int column) throws SQLException {
        Cells.requireColumn(column, columns.size());
        return columns.get(column - 1);
    }

    private TypeMeasures measures(int column) throws SQLException {
        var described = column(column);
        return TypeMeasures.of(
                measured(column), described.typeModifier(), session.options().unknownLength());
    }

    /** An array is as long as its elements are, to pgjdbc and its users. */
    private SqlType measured(int column) throws SQLException {
        var oid = column(column).typeOid();
        var known = SqlType.of(oid);
        return known == SqlType.OTHER ? SqlType.of(session.types().element(oid)) : known;
    }

    private ColumnOrigin origin(int column) throws SQLException {
        column(column);
        return session.origins().of(columns).get(column - 1);
    }

    @Override
    public int getColumnCount() throws SQLException {
        return columns.size();
    }

    @Override
    public String getColumnLabel(int column) throws SQLException {
        return column(column).name();
    }

    @Override
    public String getColumnName(int column) throws SQLException {
        return getColumnLabel(column);
    }

    @Override
    public int getColumnType(int column) throws SQLException {
        return session.types().jdbcType(column(column).typeOid());
    }

    @Override
    public String getColumnTypeName(int column) throws SQLException {
        var described = column(column);
        var name = session.types().name(described.typeOid());
        return isAutoIncrement(column)
                ? switch (name) {
                    case "int4" -> "serial";
                    case "int8" -> "bigserial";
                    case "int2" -> "smallserial";
                    default -> name;
                }
                : name;
    }

    @Override
    public String getColumnClassName(int column) throws SQLException {
        var described = column(column);
        return SqlType.of(described.typeOid()) == SqlType.BIT
                ? classOfBits(described.typeModifier())
                : session.types().className(described.typeOid());
    }

    /** One bit is a truth. */
    private static String classOfBits(int count) {
        return switch (count) {
            case -1 -> Object.class.getName();
            case 1 -> SqlType.BIT.javaClass().getName();
            default -> BitString.class.getName();
        };
    }

    @Override
    public int getColumnDisplaySize(int column) throws SQLException {
        return measures(column).displaySize();
    }

    @Override
    public int getPrecision(int column) throws SQLException {
        return measures(column).precision();
    }

    @Override
    public int getScale(int column) throws SQLException {
        return measures(column).scale();
    }

    @Override
    public boolean isSigned(int column) throws SQLException {
        return measured(column).isSigned();
    }

    @Override
    public boolean isCaseSensitive(int column) throws SQLException {
        return measured(column).isCaseSensitive();
    }

    @Override
    public boolean isCurrency(int column) throws SQLException {
        return SqlType.of(column(column).typeOid()) == SqlType.MONEY;
    }

    @Override
    public boolean isSearchable(int column) throws SQLException {
        column(column);
        return true;
    }

    @Override
    public boolean isReadOnly(int column) throws SQLException {
        column(column);
        return false;
    }

    @Override
    public boolean isWritable(int column) throws SQLException {
        return !isReadOnly(column);
    }

    @Override
    public boolean isDefinitelyWritable(int column) throws SQLException {
        column(column);
        return false;
    }

    // ---- from the catalogue

    @Override
    public boolean isAutoIncrement(int column) throws SQLException {
        return origin(column).generated() == ColumnOrigin.Generated.YES;
    }

    @Override
    public int isNullable(int column) throws SQLException {
        return switch (origin(column).nullability()) {
            case NULLABLE -> columnNullable;
            case NOT_NULL -> columnNoNulls;
            case UNKNOWN -> columnNullableUnknown;
        };
    }

    @Override
    public String getTableName(int column) throws SQLException {
        return origin(column).table();
    }

    @Override
    public String getSchemaName(int column) throws SQLException {
        return origin(column).schema();
    }

    @Override
    public String getCatalogName(int column) throws SQLException {
        return origin(column).table().isEmpty() ? "" : session.link().server().database();
    }
}
