package io.penstock.jdbc.internal.shared;

import io.penstock.Answers;
import io.penstock.Column;
import io.penstock.CommandTag;
import io.penstock.Flight;
import io.penstock.Row;
import io.penstock.error.ErrorFields;
import io.penstock.error.PgException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers of whichever session a flight was run in: the next one may go elsewhere. */
final class SharedAnswers implements Answers {

    private final SharedLink link;
    private Answers present;

    SharedAnswers(SharedLink link, Flight flight) {
        this.link = link;
        this.present = link.answers(flight, null);
    }

    @Override
    public void again(Flight flight) {
        present = link.answers(flight, present);
    }

    @Override
    public boolean nextAnswer() {
        return present.nextAnswer();
    }

    @Override
    public boolean hasRows() {
        return present.hasRows();
    }

    @Override
    public List<Column> columns() {
        return present.columns();
    }

    @Override
    public boolean next() {
        return present.next();
    }

    @Override
    public Row row() {
        return present.row();
    }

    @Override
    public boolean hasRowAtHand() {
        return present.hasRowAtHand();
    }

    @Override
    public CommandTag tag() {
        return present.tag();
    }

    @Override
    public boolean isReceived() {
        return present.isReceived();
    }

    @Override
    public boolean receive(long maxBytes) {
        return present.receive(maxBytes);
    }

    @Override
    public int answered() {
        return present.answered();
    }

    @Override
    public @Nullable PgException failure() {
        return present.failure();
    }

    @Override
    public List<ErrorFields> notices() {
        return present.notices();
    }

    @Override
    public void close() {
        present.close();
    }
}
