package vectord.service.collection;

import java.time.Instant;
import vectord.service.Failure;

/// A write that is not in the index yet. Guarded by the [Backlog] that holds it.
final class Pending {

    final Operation operation;
    final byte[] record;
    final Ticket ticket;
    int attempts;
    Instant due = Instant.MIN;
    /// Set where the batch it was in was refused: tried on its own, one bad document does not hold up the rest.
    boolean alone;
    String reason = "";

    Pending(Operation operation, byte[] record, Ticket ticket) {
        this.operation = operation;
        this.record = record;
        this.ticket = ticket;
    }

    boolean goesWith(Pending first) {
        return !alone && !first.alone && switch (operation) {
            case Operation.Delete _ -> true;
            case Operation.Put put -> !(first.operation instanceof Operation.Put other) || other.context().equals(put.context());
        };
    }

    Failure failure() {
        return new Failure(operation.id(), reason, attempts);
    }
}
