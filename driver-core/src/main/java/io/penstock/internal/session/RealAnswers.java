package io.penstock.internal.session;

import io.penstock.Answers;
import io.penstock.Column;
import io.penstock.CommandTag;
import io.penstock.Flight;
import io.penstock.Query;
import io.penstock.Row;
import io.penstock.error.ErrorFields;
import io.penstock.error.PgException;
import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.codec.ParameterEncoder;
import io.penstock.internal.exchange.BatchExchange;
import io.penstock.internal.exchange.ClosePortalExchange;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.ExtendedQueryExchange;
import io.penstock.internal.exchange.FetchExchange;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.RowShape;
import io.penstock.internal.exchange.StatementRun;
import io.penstock.internal.wire.DataRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answers to one flight, whose reader runs the connection.
 *
 * <p>Confined to the calling thread.
 */
final class RealAnswers implements Answers, Occupant {

    /** Of what is sent in front of the statements nothing is told but an error. */
    private static final ResultSink UNHEARD = new ResultSink() {
        @Override
        public void onColumns(RowShape shape) {}

        @Override
        public void onRows(DataRows rows) {}

        @Override
        public void onTag(String tag) {}
    };

    private final RealBlockingConnection connection;
    private final @Nullable Tenure tenure;
    private final Flight flight;
    private final AnswerPart[] parts;
    private final String portal;
    private final FlightCall call;
    private Exchange exchange;

    private int current = -1;
    private @Nullable RowBatch batch;
    private int position;
    private @Nullable RealRow row;

    /** Bytes of rows that were received and not taken. */
    private long held;

    private boolean closed;
    private List<ErrorFields> notices = List.of();

    /** @param tenure under which it is used; null for the connection's own user */
    RealAnswers(RealBlockingConnection connection, @Nullable Tenure tenure, Flight flight) {
        this.connection = connection;
        this.tenure = tenure;
        this.flight = flight;
        this.parts = new AnswerPart[flight.queries().size()];
        this.portal = flight.rowsAtATime() == 0 ? "" : connection.newPortal();
        this.call = new FlightCall(connection.core(), connection.link(), flight);
        this.exchange = exchange();
    }

    private Exchange exchange() {
        if (parts.length == 1 && flight.ahead().isEmpty()) {
            var only = run(0);
            return new ExtendedQueryExchange(only, ExtendedQueryExchange.Sharing.PIPELINED, call);
        }
        var runs = new ArrayList<StatementRun>(flight.ahead().size() + parts.length);
        for (var sql : flight.ahead()) {
            runs.add(new StatementRun(SessionOperations.checked(sql), EncodedParameters.NONE, UNHEARD));
        }
        for (var i = 0; i < parts.length; i++) {
            runs.add(run(i));
        }
        return new BatchExchange(runs, call);
    }

    private StatementRun run(int index) {
        var query = flight.queries().get(index);
        var part = new AnswerPart(this);
        parts[index] = part;
        var run = new StatementRun(SessionOperations.checked(query.sql()), encoded(query), part);
        if (query.isOnce()) {
            run.once();
        }
        if (flight.rowsAtATime() > 0) {
            return run.inPortal(portal).limitedTo(flight.rowsAtATime());
        }
        return run.limitedTo(query.maxRows());
    }

    private EncodedParameters encoded(Query query) {
        return ParameterEncoder.encodeDeclared(connection.core().codecs(), query.toValueArray(), query.toTypeArray());
    }

    // ---- how much is here

    void held(int bytes) {
        held += bytes;
    }

    void taken(int bytes) {
        held -= bytes;
    }

    CommandTag parse(String tag) {
        return connection.core().ended(tag);
    }

    /** Blocks until all is here, or a window full. */
    void begin(@Nullable Duration timeout) {
        var window = connection.core().options().limits().window().highBytes();
        var deadline = CallDeadline.of(connection.core(), exchange, timeout);
        connection.link().run(exchange, () -> held > window);
        if (deadline.stop()) {
            call.overdue(deadline.timeout());
        }
        if (exchange.ended()) {
            AwaitedTypes.afterChange(connection.core(), connection.core().lastStatus());
        }
    }

    @Override
    public boolean receive(long maxBytes) {
        if (!exchange.ended()) {
            connection.link().await(exchange, () -> held > maxBytes);
        }
        return exchange.ended();
    }

    @Override
    public boolean isReceived() {
        return closed || exchange.ended();
    }

    @Override
    public boolean isOpen() {
        return !closed && !exchange.ended();
    }

    @Override
    public int answered() {
        var count = 0;
        for (var part : parts) {
            count += part.state() == AnswerPart.State.OPEN ? 0 : 1;
        }
        return count;
    }

    @Override
    public @Nullable PgException failure() {
        return call.failure();
    }

    // ---- reading

    @Override
    public boolean nextAnswer() {
        requireLent();
        if (closed) {
            return false;
        }
        if (current >= 0) {
            skipRows();
        }
        if (current == parts.length - 1) {
            awaitEnd();
            current = parts.length;
        }
        if (current == parts.length) {
            return false;
        }
        current++;
        row = null;
        awaitAnswer();
        return true;
    }

    private void skipRows() {
        if (current < parts.length) {
            var part = parts[current];
            forgetRow();
            do {
                part.poll();
            } while (part.hasBatch() || awaitMore(part));
        }
    }

    /** The first that is heard of a statement: its columns, or its end. */
    private void awaitAnswer() {
        var part = parts[current];
        connection.link().await(exchange, () -> part.shape() != RowShape.NONE || part.state() != AnswerPart.State.OPEN);
        if (part.state() == AnswerPart.State.OPEN && exchange.ended()) {
            call.check();
        }
    }

    private void awaitEnd() {
        connection.link().await(exchange, () -> false);
        call.check();
    }

    @Override
    public boolean next() {
        requireLent();
        if (closed || current < 0 || current >= parts.length) {
            return false;
        }
        var part = parts[current];
        while (true) {
            var here = batch;
            if (here != null && position < here.length()) {
                var frame = position;
                position = here.next(frame);
                view(part).at(here.data(), frame);
                return true;
            }
            batch = part.poll();
            position = 0;
            if (batch == null && !awaitMore(part) && !fetch(part)) {
                forgetRow();
                return false;
            }
        }
    }

    @Override
    public boolean hasRowAtHand() {
        var here = batch;
        return (here != null && position < here.length())
                || (current >= 0 && current < parts.length && parts[current].hasBatch());
    }

    /** Reads until there are rows of this part; false when all that were asked for are here. */
    private boolean awaitMore(AnswerPart part) {
        if (part.state() == AnswerPart.State.OPEN) {
            connection.link().await(exchange, () -> part.hasBatch() || part.state() != AnswerPart.State.OPEN);
        }
        if (part.hasBatch()) {
            return true;
        }
        if (part.state() == AnswerPart.State.OPEN) {
            call.check();
            throw new AssertionError("BUG: an exchange that has ended well without its answers");
        }
        if (current == parts.length - 1) {
            awaitEnd();
        }
        return false;
    }

    /** Asks a suspended portal for its next rows; false where it has none. */
    private boolean fetch(AnswerPart part) {
        if (part.state() != AnswerPart.State.SUSPENDED || portal.isEmpty()) {
            return false;
        }
        connection.requireFree();
        part.reopen();
        exchange = new FetchExchange(portal, flight.rowsAtATime(), part.shape(), part, call);
        connection.occupiedBy(this);
        connection.link().begin(exchange);
        return awaitMore(part) || fetch(part);
    }

    private RealRow view(AnswerPart part) {
        var view = row;
        if (view == null) {
            AwaitedTypes.of(connection.core(), part.shape().changingTypes());
            view = new RealRow(connection.core().resultColumns(part.shape()));
            row = view;
        }
        return view;
    }

    private void forgetRow() {
        batch = null;
        position = 0;
        if (row != null) {
            row.clear();
        }
    }

    @Override
    public Row row() {
        var view = row;
        if (view == null) {
            throw new IllegalStateException("no row here: call next first");
        }
        return view;
    }

    @Override
    public boolean hasRows() {
        return part().shape() != RowShape.NONE;
    }

    @Override
    public List<Column> columns() {
        return connection.core().resultColumns(part().shape()).list();
    }

    @Override
    public CommandTag tag() {
        return part().tag();
    }

    private AnswerPart part() {
        if (current < 0 || current >= parts.length) {
            throw new IllegalStateException("no answer here: call nextAnswer first");
        }
        return parts[current];
    }

    private void requireLent() {
        if (isReturned()) {
            throw ConnectionCore.returned().in(connection.core().context("query", null));
        }
    }

    private boolean isReturned() {
        return tenure != null && tenure.isOver();
    }

    // ---- notices

    /** The server says something while the flight is under way; in the owner. */
    void noticed(ErrorFields notice) {
        if (notices.isEmpty()) {
            notices = new ArrayList<>();
        }
        if (notices.size() < MAX_NOTICES) {
            notices.add(notice);
        }
    }

    @Override
    public List<ErrorFields> notices() {
        var taken = notices;
        notices = List.of();
        return taken;
    }

    // ---- the end

    /** Once the connection is returned the answers are its pool's to close. */
    @Override
    public void close() {
        if (!isReturned()) {
            settle();
            closePortal();
        }
    }

    @Override
    public void settle() {
        if (closed) {
            return;
        }
        var wasOpen = isOpen();
        closed = true;
        forgetRow();
        if (wasOpen) {
            call.drain(exchange);
        }
    }

    /** A portal that its transaction has outlived; behind a transaction's end there is none. */
    private void closePortal() {
        var suspended = !portal.isEmpty() && parts[0].state() == AnswerPart.State.SUSPENDED;
        if (suspended && connection.hasPortals()) {
            parts[0].onTag("");
            connection.link().submit(new ClosePortalExchange(portal, call));
        }
    }
}
