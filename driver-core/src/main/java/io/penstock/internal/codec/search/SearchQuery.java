package io.penstock.internal.codec.search;

import io.penstock.codec.PgReader;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.error.PgCodecException;
import io.penstock.internal.codec.form.CodecErrors;
import java.util.ArrayList;
import java.util.List;

/**
 * A value of {@code tsquery}: lexemes and operators, as the items of its binary form.
 *
 * <pre>
 * +---------+----------+      item, a lexeme:    | byte 1 | byte weights | byte 1 if prefix | lexeme, byte 0 |
 * | int32 n | n * item |      item, an operator:  | byte 2 | byte operator | int16 distance, if a phrase      |
 * +---------+----------+
 * </pre>
 *
 * An operator comes before its operands, the right one first. So the items backwards are an expression in reverse Polish notation, with the
 * operands from left to right: either way is read with a stack, and no nesting is too deep.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/tsquery.c">tsquerysend</a>
 */
record SearchQuery(List<Item> items) {
    private static final int LEXEME = 1;
    private static final int OPERATOR = 2;

    /** One lexeme, or one operator; see {@link SearchQueryText} for how they are printed. */
    sealed interface Item {}

    /**
     * @param weights the bit 8 for A, 4 for B, 2 for C, 1 for D; none stands for all of them
     * @param match whether it stands for all lexemes that begin with it
     */
    record Lexeme(byte[] word, int weights, Match match) implements Item {}

    enum Match {
        EXACT,
        PREFIX
    }

    /**
     * @param distance how many lexemes further the right operand is, where {@code operator} is {@code PHRASE}; else 0
     */
    record Operation(Operator operator, int distance) implements Item {
        static final Operation NOT = new Operation(Operator.NOT, 0);
        static final Operation AND = new Operation(Operator.AND, 0);
        static final Operation OR = new Operation(Operator.OR, 0);
    }

    /** The operators, in the order of their numbers, which start with 1. */
    enum Operator {
        NOT(1, 4),
        AND(2, 2),
        OR(3, 1),
        PHRASE(4, 3);

        /** On the wire. */
        final int code;

        /** The higher, the more tightly it binds. */
        final int priority;

        Operator(int code, int priority) {
            this.code = code;
            this.priority = priority;
        }
    }

    static SearchQuery readBinary(PgReader in) {
        int count = in.readIntCount(2);
        List<Item> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(
                    switch (in.readByte()) {
                        case LEXEME -> readLexeme(in);
                        case OPERATOR -> readOperation(in);
                        default -> throw malformed("an unknown item");
                    });
        }
        requireExpression(items);
        return new SearchQuery(items);
    }

    void writeBinary(PgWriter out) {
        out.writeInt(items.size());
        for (Item item : items) {
            if (item instanceof Lexeme lexeme) {
                out.writeByte(LEXEME);
                out.writeByte(lexeme.weights);
                out.writeByte(lexeme.match == Match.PREFIX ? 1 : 0);
                Lexemes.writeBinary(lexeme.word, out);
            } else if (item instanceof Operation operation) {
                out.writeByte(OPERATOR);
                out.writeByte(operation.operator.code);
                if (operation.operator == Operator.PHRASE) {
                    out.writeShort(operation.distance);
                }
            }
        }
    }

    private static Lexeme readLexeme(PgReader in) {
        int weights = in.readByte();
        int prefix = in.readByte();
        if (weights < 0 || weights > 0xF || prefix < 0 || prefix > 1) {
            throw malformed("a lexeme with unknown flags");
        }
        byte[] word = Lexemes.readBinary(in, PgTypes.TSQUERY);
        return new Lexeme(word, weights, prefix == 1 ? Match.PREFIX : Match.EXACT);
    }

    private static Operation readOperation(PgReader in) {
        return switch (in.readByte()) {
            case 1 -> Operation.NOT;
            case 2 -> Operation.AND;
            case 3 -> Operation.OR;
            case 4 -> {
                short distance = in.readShort();
                if (distance < 0) {
                    throw malformed("a negative distance");
                }
                yield new Operation(Operator.PHRASE, distance);
            }
            default -> throw malformed("an unknown operator");
        };
    }

    /** Requires that each operator has its operands, and all is one expression, or none. */
    private static void requireExpression(List<Item> items) {
        int operands = 0;
        for (int i = items.size() - 1; i >= 0; i--) {
            int taken = !(items.get(i) instanceof Operation operation) ? 0 : operation.operator == Operator.NOT ? 1 : 2;
            if (operands < taken) {
                throw malformed("an operator without its operands");
            }
            operands += 1 - taken;
        }
        if (operands > 1) {
            throw malformed("more than one expression");
        }
    }

    private static PgCodecException malformed(String why) {
        return CodecErrors.malformedBinary(PgTypes.TSQUERY, why);
    }
}
