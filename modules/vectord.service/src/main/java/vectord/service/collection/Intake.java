package vectord.service.collection;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import vectord.service.disk.WriteAheadLog;
import vectord.service.index.Generation;
import vectord.service.index.GenerationSnapshot;
import vectord.service.index.Generations;

/// Where a collection's writes come in: acknowledged once they are in the write-ahead log, then handed to the backlog.
///
/// The log holds at least what the backlog holds. When the indexer has committed, and half of the log or more is in the
/// index, it is written anew with what remains.
final class Intake implements Closeable {

    private final WriteAheadLog log;
    private final Backlog backlog;
    private long sequence;

    private Intake(WriteAheadLog log, Backlog backlog, long sequence) {
        this.log = log;
        this.backlog = backlog;
        this.sequence = sequence;
    }

    /// Opens the log, and puts into the backlog again whatever of it is not in the index.
    static Intake open(Path path, Backlog backlog, Generation index) throws IOException {
        var log = WriteAheadLog.open(path);
        long last = index.sequence();
        var replayed = new ArrayList<Pending>();
        for (var record : log.takeFound()) {
            var operation = Operation.decode(record);
            last = Math.max(last, operation.sequence());
            var indexed = index.sequenceOf(operation.id());
            if (indexed.isEmpty() || indexed.getAsLong() < operation.sequence()) {
                replayed.add(new Pending(operation, record, new Ticket(1)));
            }
        }
        backlog.add(replayed);
        return new Intake(log, backlog, last);
    }

    /// Acknowledges writes: they are on the disk when this returns.
    ///
    /// @param writes makes each write, given its place in the order
    synchronized Ticket accept(List<Write> writes) throws IOException {
        var ticket = new Ticket(writes.size());
        var pending = new ArrayList<Pending>();
        long next = sequence;
        for (var write : writes) {
            var operation = write.at(++next);
            pending.add(new Pending(operation, operation.encode(), ticket));
        }
        log.append(pending.stream().map(write -> write.record).toList());
        sequence = next;
        backlog.add(pending);
        return ticket;
    }

    /// The place of the last write that was acknowledged.
    synchronized long sequence() {
        return sequence;
    }

    /// Shortens the log, where that is worth it.
    synchronized void shorten() throws IOException {
        var remaining = backlog.records();
        if (remaining.stream().mapToLong(record -> record.length).sum() <= log.size() / 2) {
            log.keep(remaining);
        }
    }

    /// Copies the log, and takes what is committed of the index at the same moment. No write comes in between, and the log is not
    /// shortened: together they have every write that was acknowledged before, and none that was later.
    synchronized GenerationSnapshot copyTo(Path copy, Generations generations) throws IOException {
        log.copyTo(copy);
        return generations.snapshot();
    }

    @Override
    public synchronized void close() throws IOException {
        log.close();
    }

    /// A write that does not know its place yet.
    @FunctionalInterface
    interface Write {

        Operation at(long sequence);
    }
}
