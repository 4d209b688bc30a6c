package io.penstock.internal.codec.search;

import io.penstock.internal.codec.form.TextScanner;
import io.penstock.internal.codec.search.SearchQuery.Item;
import io.penstock.internal.codec.search.SearchQuery.Lexeme;
import io.penstock.internal.codec.search.SearchQuery.Match;
import io.penstock.internal.codec.search.SearchQuery.Operation;
import io.penstock.internal.codec.search.SearchQuery.Operator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Reads a {@code tsquery} as {@link SearchQueryText} prints it: from infix to reverse Polish notation, with a stack of operators that wait
 * for their right operand (E. Dijkstra's shunting yard). Confined to the call that made it.
 */
final class SearchQueryScanner {
    private static final String WEIGHTS = "DCBA";

    /** What waits on the stack for a closing parenthesis. */
    private static final Operation PARENTHESIS = new Operation(Operator.OR, -1);

    private final TextScanner text;
    private final List<Item> polish = new ArrayList<>();
    private final Deque<Operation> waiting = new ArrayDeque<>();

    SearchQueryScanner(TextScanner text) {
        this.text = text;
    }

    SearchQuery read() {
        if (text.atEnd()) {
            return new SearchQuery(List.of());
        }
        readOperand();
        while (!text.atEnd()) {
            text.skip(' ');
            if (text.skipIf(')')) {
                close();
            } else {
                Operation operation = readOperator();
                text.skip(' ');
                settle(operation.operator().priority);
                waiting.push(operation);
                readOperand();
            }
        }
        settle(0);
        if (!waiting.isEmpty()) {
            throw text.malformed();
        }
        Collections.reverse(polish);
        return new SearchQuery(polish);
    }

    /** Exclamation marks and opening parentheses, and the lexeme after them. */
    private void readOperand() {
        while (text.peek() != '\'') {
            if (text.skipIf('!')) {
                waiting.push(Operation.NOT);
            } else {
                text.skip('(');
                text.skip(' ');
                waiting.push(PARENTHESIS);
            }
        }
        polish.add(readLexeme());
    }

    private Lexeme readLexeme() {
        byte[] word = Lexemes.read(text);
        if (!text.skipIf(':')) {
            return new Lexeme(word, 0, Match.EXACT);
        }
        Match match = text.skipIf('*') ? Match.PREFIX : Match.EXACT;
        int weights = 0;
        while (WEIGHTS.indexOf(text.peek()) >= 0) {
            weights |= 1 << WEIGHTS.indexOf(text.next());
        }
        if (match == Match.EXACT && weights == 0) {
            throw text.malformed();
        }
        return new Lexeme(word, weights, match);
    }

    private Operation readOperator() {
        if (text.skipIf('&')) {
            return Operation.AND;
        }
        if (text.skipIf('|')) {
            return Operation.OR;
        }
        text.skip('<');
        long distance = text.skipIf('-') ? 1 : text.wholeNumber();
        text.skip('>');
        if (distance > Short.MAX_VALUE) {
            throw text.malformed();
        }
        return new Operation(Operator.PHRASE, (int) distance);
    }

    /** Moves the operators that bind as tightly or more so to what they belong after, up to a parenthesis. */
    private void settle(int priority) {
        while (!waiting.isEmpty()
                && !waiting.peek().equals(PARENTHESIS)
                && waiting.peek().operator().priority >= priority) {
            polish.add(waiting.pop());
        }
    }

    private void close() {
        settle(0);
        if (!PARENTHESIS.equals(waiting.poll())) {
            throw text.malformed();
        }
    }
}
