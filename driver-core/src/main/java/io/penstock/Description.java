package io.penstock;

import java.util.List;

/**
 * What the server says of a statement that it has prepared and not run.
 *
 * @param parameterTypes the OIDs of the parameters' types
 * @param columns the columns of its rows; empty for a statement that returns none
 */
public record Description(List<Integer> parameterTypes, List<Column> columns) {

    public Description {
        parameterTypes = List.copyOf(parameterTypes);
        columns = List.copyOf(columns);
    }
}
