package io.penstock.internal.session;

import io.penstock.Answers;
import io.penstock.Column;
import io.penstock.CommandTag;
import io.penstock.Flight;
import io.penstock.Row;
import io.penstock.error.ErrorFields;
import io.penstock.error.PgException;
import io.penstock.internal.exchange.ClosePortalExchange;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.ExchangeEnd;
import io.penstock.internal.exchange.FetchExchange;
import io.penstock.internal.exchange.RowShape;
import io.penstock.internal.flow.BlockingGuard;
import io.penstock.internal.wire.DataRows;
import io.penstock.internal.wire.ReadyStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The answers to one flight, whose reader runs the connection.
 *
 * <p>Confined to the calling thread.
 */
final class RealAnswers implements Answers, Occupant, ExchangeEnd, BooleanSupplier {

    private static final String OPERATION = "query";

    private static final AnswerPart[] NO_MORE = {};

    private final RealBlockingConnection connection;
    private final @Nullable Tenure tenure;
    private Flight flight;

    private final AnswerPart first = new AnswerPart(this);
    private AnswerPart[] others = NO_MORE;
    private String portal = "";

    /** What is under way; null where all has been received. */
    private @Nullable Exchange exchange;

    /** Whether the calling thread is at the beginning of an exchange, which is not noted yet: most have ended when it returns, and are not noted at all. */
    private boolean beginning;

    /** What the rows lie in, and an only statement is run with, until it is given back; null before the first. */
    private @Nullable SpareStatement spare;

    private boolean holdsSpare;

    /** How the flight has ended, for as long as somebody may ask. */
    private @Nullable PgException failure;

    private int current = -1;
    /** Whether there are rows to be read. */
    private boolean reading;

    /** The rows that are read, or were: those of the next answer may be the same object. */
    private @Nullable RowBatch batch;

    private int position;

    /** Whether the view is that of the present answer. */
    private boolean viewed;

    /** The view that was used last; serves again where the columns are the same. */
    private @Nullable RealRow view;

    /** Bytes of rows that were received and not taken. */
    private long held;

    private boolean closed;
    private List<ErrorFields> notices = List.of();

    /** @param tenure under which it is used; null for the connection's own user */
    RealAnswers(RealBlockingConnection connection, @Nullable Tenure tenure, Flight flight) {
        this.connection = connection;
        this.tenure = tenure;
        this.flight = flight;
    }

    @Override
    public void again(Flight next) {
        BlockingGuard.check();
        connection.enter();
        try {
            requireLent();
            close();
            connection.occupancy().requireFree();
            if (flight != next) {
                flight = next;
            }
            run();
        } finally {
            connection.leave();
        }
    }

    /**
     * All anew, for the present flight. What is as it should be is not written: a reference that is stored in an object that has lived for long costs a
     * memory fence.
     */
    private Exchange prepare() {
        closed = false;
        failure = null;
        current = -1;
        viewed = false;
        held = 0;
        forgetBatch();
        if (!notices.isEmpty()) {
            notices = List.of();
        }
        first.reset();
        var more = flight.queries().size() - 1;
        if (more > 0 || others.length > 0) {
            others = parts(more);
        }
        if (flight.rowsAtATime() > 0 || !portal.isEmpty()) {
            portal = flight.rowsAtATime() == 0 ? "" : connection.newPortal();
        }
        var claimed = connection.claimSpare();
        if (spare != claimed) {
            spare = claimed;
        }
        holdsSpare = true;
        return more == 0 && flight.ahead().isEmpty()
                ? FlightConversation.alone(flight, portal, claimed, first, this)
                : FlightConversation.together(flight, portal, claimed, this::part, this);
    }

    private AnswerPart[] parts(int count) {
        var parts = count == 0 ? NO_MORE : new AnswerPart[count];
        for (var i = 0; i < count; i++) {
            parts[i] = new AnswerPart(this);
        }
        return parts;
    }

    private int size() {
        return 1 + others.length;
    }

    private AnswerPart part(int index) {
        return index == 0 ? first : others[index - 1];
    }

    // ---- how it ends

    @Override
    public void succeeded(ReadyStatus status) {}

    @Override
    public void failed(PgException error) {
        failure = BlockingCall.told(
                connection.core(), error, OPERATION, flight.queries().get(0).sql());
    }

    private void check() {
        if (failure != null) {
            throw failure;
        }
    }

    /** Nobody reads rows any more. */
    private void giveBack() {
        var claimed = held();
        if (claimed != null && isEnded()) {
            holdsSpare = false;
            claimed.giveBack();
        }
    }

    private @Nullable SpareStatement held() {
        return holdsSpare ? spare : null;
    }

    // ---- how much is here

    RowBatch copyOf(DataRows rows) {
        var claimed = held();
        return claimed == null ? RowBatch.copyOf(rows) : claimed.room().copyOf(rows);
    }

    void held(int bytes) {
        held += bytes;
    }

    void taken(int bytes) {
        held -= bytes;
    }

    CommandTag parse(String tag) {
        return connection.core().ended(tag);
    }

    /** The connection's owner; blocks until all is here, or a window full. */
    void run() {
        var begun = prepare();
        beginning = true;
        try {
            connection.occupiedBy(this);
            measure(begun);
            var deadline = deadline(begun);
            connection.link().runEntered(begun, this);
            failure = deadline.stop(failure);
        } finally {
            note(begun);
        }
        if (exchange == null) {
            AwaitedTypes.afterChange(connection.core(), connection.core().lastStatus());
        }
    }

    private void measure(Exchange begun) {
        var core = connection.core();
        if (core.isMeasured()) {
            core.measure(
                    begun,
                    OPERATION,
                    others.length == 0 ? flight.queries().get(0).sql() : null);
        }
    }

    /** The flight's deadline is for the server: it counts while that is waited for, each time anew. */
    private CallDeadline deadline(Exchange awaited) {
        return CallDeadline.of(connection.core(), awaited, connection.timeout(flight.timeout()));
    }

    private void note(Exchange begun) {
        exchange = begun.ended() ? null : begun;
        beginning = false;
    }

    private boolean isEnded() {
        var begun = exchange;
        return !beginning && (begun == null || begun.ended());
    }

    /** Reads until this holds, or all is here. */
    private void await(BooleanSupplier enough) {
        var begun = exchange;
        if (begun != null && !begun.ended()) {
            var deadline = deadline(begun);
            connection.link().await(begun, enough);
            failure = deadline.stop(failure);
        }
    }

    /** Whether a window full is here. What is asked for by rows is received whole: between two portions the connection is free. */
    @Override
    public boolean getAsBoolean() {
        return flight.rowsAtATime() == 0
                && held > connection.core().options().limits().window().highBytes();
    }

    @Override
    public boolean receive(long maxBytes) {
        await(() -> held > maxBytes);
        return isEnded();
    }

    @Override
    public boolean isReceived() {
        return closed || isEnded();
    }

    @Override
    public boolean isOpen() {
        return !closed && !isEnded();
    }

    @Override
    public int answered() {
        var count = 0;
        for (var i = 0; i < size(); i++) {
            count += part(i).state() == AnswerPart.State.OPEN ? 0 : 1;
        }
        return count;
    }

    @Override
    public @Nullable PgException failure() {
        return failure;
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
        if (current == size() - 1) {
            awaitEnd();
            current = size();
        }
        if (current == size()) {
            return false;
        }
        current++;
        viewed = false;
        awaitAnswer();
        return true;
    }

    private void skipRows() {
        if (current < size()) {
            var part = part(current);
            forgetRow();
            do {
                drop(part.poll());
            } while (part.hasBatch() || awaitMore(part));
        }
    }

    /** The first that is heard of a statement: its columns, or its end. */
    private void awaitAnswer() {
        var part = part(current);
        if (!part.isHeardOf()) {
            await(part::isHeardOf);
        }
        if (part.state() == AnswerPart.State.OPEN && isEnded()) {
            check();
        }
    }

    private void awaitEnd() {
        await(() -> false);
        check();
    }

    @Override
    public boolean next() {
        requireLent();
        if (closed || current < 0 || current >= size()) {
            return false;
        }
        var part = part(current);
        while (true) {
            var here = present();
            if (here != null && position < here.end()) {
                var frame = position;
                position = here.next(frame);
                view(part).at(here.data(), frame);
                return true;
            }
            drop(here);
            if (!read(part.poll()) && !awaitMore(part) && !fetch(part)) {
                forgetRow();
                return false;
            }
        }
    }

    @Override
    public boolean hasRowAtHand() {
        var here = present();
        return (here != null && position < here.end())
                || (current >= 0 && current < size() && part(current).hasBatch());
    }

    /** Reads until there are rows of this part; false when all that were asked for are here. */
    private boolean awaitMore(AnswerPart part) {
        if (part.state() == AnswerPart.State.OPEN) {
            await(part::hasMore);
        }
        if (part.hasBatch()) {
            return true;
        }
        if (part.state() == AnswerPart.State.OPEN) {
            check();
            throw new AssertionError("BUG: an exchange that has ended well without its answers");
        }
        if (current == size() - 1) {
            awaitEnd();
        }
        return false;
    }

    /** Asks a suspended portal for its next rows; false where it has none. */
    private boolean fetch(AnswerPart part) {
        if (part.state() != AnswerPart.State.SUSPENDED || portal.isEmpty()) {
            return false;
        }
        connection.enterFree();
        try {
            part.reopen();
            var begun = new FetchExchange(portal, flight.rowsAtATime(), part.shape(), part, this);
            exchange = begun;
            connection.occupiedBy(this);
            var deadline = deadline(begun);
            connection.link().runEntered(begun, this);
            failure = deadline.stop(failure);
        } finally {
            connection.leave();
        }
        return awaitMore(part) || fetch(part);
    }

    private RealRow view(AnswerPart part) {
        var known = view;
        if (known == null || !viewed) {
            AwaitedTypes.of(connection.core(), part.shape().changingTypes());
            var columns = connection.core().resultColumns(part.shape());
            if (known == null || !known.isOf(columns)) {
                known = new RealRow(columns);
                view = known;
            }
            viewed = true;
        }
        return known;
    }

    /** Nobody reads these rows any more. */
    private void drop(@Nullable RowBatch read) {
        var claimed = held();
        if (read != null && claimed != null) {
            claimed.room().free(read);
        }
    }

    private void forgetRow() {
        drop(present());
        forgetBatch();
        if (viewed && view != null) {
            view.clear();
        }
    }

    private @Nullable RowBatch present() {
        return reading ? batch : null;
    }

    /** Goes on with these rows; false where there are none. */
    private boolean read(@Nullable RowBatch next) {
        if (next == null) {
            forgetBatch();
            return false;
        }
        reading = true;
        position = next.start();
        if (batch != next) {
            batch = next;
        }
        return true;
    }

    private void forgetBatch() {
        reading = false;
        position = 0;
        if (batch != null && !batch.isSmall()) {
            batch = null;
        }
    }

    @Override
    public Row row() {
        if (view == null || !reading) {
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
        var part = part();
        return part.shape() == RowShape.NONE ? List.of() : view(part).columns();
    }

    @Override
    public CommandTag tag() {
        return part().tag();
    }

    private AnswerPart part() {
        if (current < 0 || current >= size()) {
            throw new IllegalStateException("no answer here: call nextAnswer first");
        }
        return part(current);
    }

    private void requireLent() {
        connection.core().requireLent(tenure, OPERATION);
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
        if (!taken.isEmpty()) {
            notices = List.of();
        }
        return taken;
    }

    // ---- the end

    /** Once the connection is returned the answers are its pool's to close. */
    @Override
    public void close() {
        if (!Tenure.hasEnded(tenure)) {
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
        var begun = exchange;
        if (wasOpen && begun != null) {
            BlockingCall.drain(connection.core(), connection.link(), begun);
        }
        giveBack();
    }

    /** A portal that its transaction has outlived; behind a transaction's end there is none. */
    private void closePortal() {
        var suspended = !portal.isEmpty() && first.state() == AnswerPart.State.SUSPENDED;
        if (suspended && connection.hasPortals()) {
            first.onTag("");
            var closing = new ClosePortalExchange(portal, this);
            var deadline = deadline(closing);
            connection.link().submit(closing);
            failure = deadline.stop(failure);
        }
    }
}
