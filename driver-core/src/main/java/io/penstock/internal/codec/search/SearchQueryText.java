package io.penstock.internal.codec.search;

import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.search.SearchQuery.Item;
import io.penstock.internal.codec.search.SearchQuery.Lexeme;
import io.penstock.internal.codec.search.SearchQuery.Match;
import io.penstock.internal.codec.search.SearchQuery.Operation;
import io.penstock.internal.codec.search.SearchQuery.Operator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Prints a {@code tsquery} as the server does: <code>'fat':*AB &amp; !( 'rat' | 'cat' ) &lt;-&gt; 'dog'</code>.
 *
 * <p>Parentheses stand around an operation that binds less tightly than the one around it, and around a phrase on the right of a phrase. Confined
 * to the call that made it; walks with a stack of its own, since a query may be nested as deep as it is long.
 */
final class SearchQueryText {
    private static final String WEIGHTS = "DCBA";

    private final List<Item> items;
    private final PgWriter out;
    private final Deque<Step> todo = new ArrayDeque<>();

    /** For each operator, where its left operand is; the right one, or the only one, follows it. */
    private final int[] left;

    /** Something that is still to be printed. */
    private sealed interface Step {}

    private record Word(String word) implements Step {}

    private record Expression(int index, int priority, Side side) implements Step {}

    private enum Side {
        RIGHT_OF_PHRASE,
        ELSEWHERE
    }

    private SearchQueryText(List<Item> items, PgWriter out) {
        this.items = items;
        this.out = out;
        this.left = new int[items.size()];
    }

    static void write(SearchQuery query, PgWriter out) {
        if (!query.items().isEmpty()) {
            new SearchQueryText(query.items(), out).write();
        }
    }

    private void write() {
        findOperands();
        todo.push(new Expression(0, 0, Side.ELSEWHERE));
        while (!todo.isEmpty()) {
            Step step = todo.pop();
            if (step instanceof Word word) {
                out.writeUtf8(word.word);
            } else if (step instanceof Expression expression) {
                write(expression);
            }
        }
    }

    /** The end of each expression is the beginning of what comes after it: from the back, since operands come after operators. */
    private void findOperands() {
        int[] end = new int[items.size()];
        for (int i = items.size() - 1; i >= 0; i--) {
            if (!(items.get(i) instanceof Operation operation)) {
                end[i] = i + 1;
            } else if (operation.operator() == Operator.NOT) {
                end[i] = end[i + 1];
            } else {
                left[i] = end[i + 1];
                end[i] = end[left[i]];
            }
        }
    }

    private void write(Expression expression) {
        Item item = items.get(expression.index);
        if (item instanceof Lexeme lexeme) {
            write(lexeme);
        } else if (item instanceof Operation operation) {
            expand(expression, operation);
        }
    }

    /** Pushes the parts of an operation, the last one first. */
    private void expand(Expression expression, Operation operation) {
        Operator operator = operation.operator();
        boolean phrase = operator == Operator.PHRASE;
        boolean parentheses =
                operator.priority < expression.priority || (phrase && expression.side == Side.RIGHT_OF_PHRASE);
        if (parentheses) {
            out.writeUtf8("( ");
            todo.push(new Word(" )"));
        }
        Side right = phrase ? Side.RIGHT_OF_PHRASE : Side.ELSEWHERE;
        todo.push(new Expression(expression.index + 1, operator.priority, right));
        if (operator == Operator.NOT) {
            out.writeByte('!');
            return;
        }
        todo.push(new Word(word(operation)));
        todo.push(new Expression(left[expression.index], operator.priority, Side.ELSEWHERE));
    }

    private static String word(Operation operation) {
        return switch (operation.operator()) {
            case NOT -> "!";
            case AND -> " & ";
            case OR -> " | ";
            case PHRASE -> operation.distance() == 1 ? " <-> " : " <" + operation.distance() + "> ";
        };
    }

    private void write(Lexeme lexeme) {
        Lexemes.write(lexeme.word(), out);
        if (lexeme.match() == Match.PREFIX || lexeme.weights() != 0) {
            out.writeByte(':');
        }
        if (lexeme.match() == Match.PREFIX) {
            out.writeByte('*');
        }
        for (int weight = WEIGHTS.length() - 1; weight >= 0; weight--) {
            if ((lexeme.weights() & 1 << weight) != 0) {
                out.writeByte(WEIGHTS.charAt(weight));
            }
        }
    }
}
