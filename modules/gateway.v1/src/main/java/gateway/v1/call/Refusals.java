package gateway.v1.call;

import java.time.InstantSource;
import java.util.Optional;
import usage.store.Intent;
import usage.store.Ledger;
import usage.store.LedgerException;
import usage.store.AttemptKey;
import usage.store.Settlement;

/// Writes down calls that were turned away before any attempt, and counts what gets no row.
public final class Refusals {

    private final Ledger ledger;
    private final InstantSource clock;

    public Refusals(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /// A refusal of which only the endpoint is known: the request could not be understood, or was not looked at.
    public void refuse(Admission admission, Endpoint endpoint, Fault fault) {
        refuse(admission,
                new Intent.What(endpoint.path(), endpoint.operation(), Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.empty(), false),
                fault);
    }

    /// A refusal of a call that was understood.
    public void refuse(Call call, Fault fault) {
        var request = call.request();
        refuse(call.admission(),
                new Intent.What(call.endpoint().path(), request.operation(), Optional.empty(), request.selection().provider(),
                        request.selection().model(), Optional.empty(), request.stream()),
                fault);
    }

    /// Counts a request that gets no row.
    public void count(String reason) {
        ledger.countAtDoor(clock.instant(), reason);
    }

    private void refuse(Admission admission, Intent.What what, Fault fault) {
        var intent = new Intent(new AttemptKey(admission.callId(), 0),
                new Intent.Identity(admission.callId().toString(), admission.groupId(), Optional.of(admission.span().traceId()),
                        Optional.of(admission.span().spanId()), admission.callerSpanId(), admission.callerSpanId()),
                admission.who(), what, admission.acceptedAt());
        try {
            ledger.refuse(intent, Settlement.refused(fault.type(), fault.httpStatus(), clock.instant()));
        } catch (LedgerException e) {
            count("unrecordable");
        }
    }
}
