package gateway.v1.attempt;

import gateway.v1.call.Call;
import gateway.v1.call.Fault;
import gateway.v1.call.Frame;
import gateway.v1.call.GatewayException;
import gateway.v1.measure.CallMeters;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import usage.store.AttemptRow;

/// Tells a caller what becomes of its call, and watches how long that takes.
final class Teller {

    private static final System.Logger LOG = System.getLogger(Teller.class.getName());

    private final Call call;
    private final AnswerWriter writer;
    private final WayBack back;
    private final Watch watch;
    private final CallMeters meters;
    private Duration waited = Duration.ZERO;
    private Duration overhead = Duration.ZERO;
    private boolean told;

    Teller(Call call, AnswerWriter writer, WayBack back, Watch watch, CallMeters meters) {
        this.call = call;
        this.writer = writer;
        this.back = back;
        this.watch = watch;
        this.meters = meters;
    }

    /// Tells the same caller in other words.
    Teller with(AnswerWriter other) {
        var teller = new Teller(call, other, back, watch, meters);
        teller.waited = waited;
        return teller;
    }

    /// Whether anything was told already: what a writer has only taken note of was not.
    boolean hasTold() {
        return told || back.isStreaming();
    }

    /// Time that passed was a provider's, not ours.
    void waited(Duration providerTime) {
        waited = waited.plus(providerTime);
    }

    /// The answer is about to begin.
    ///
    /// @param providerTime of the attempt that answers
    /// @param headers what of the provider's head the caller gets
    void begin(Duration providerTime, Map<String, String> headers) {
        overhead = call.admission().elapsed().minus(waited).minus(providerTime);
        writer.begin(overhead, headers);
    }

    /// Tells a frame.
    ///
    /// @param together whether the next one is at hand, and both may be sent together
    void write(Frame frame, boolean together) {
        watch.during(Wait.CLIENT, "client", () -> {
            writer.write(frame);
            if (back.isStreaming()) {
                tells();
            }
            if (!together) {
                back.flush();
            }
            return frame;
        });
    }

    /// The attempt is settled: whatever becomes of its telling, it is not tried again.
    void finish(Frame last, AttemptRow row) {
        tells();
        watch.during(Wait.CLIENT, "client", () -> {
            writer.finish(last, row);
            return row;
        });
    }

    /// Tells a failure; where nobody is there to be told, nothing happens.
    void fail(Fault fault) {
        try {
            if (!hasTold()) {
                begin(Duration.ZERO, Map.of());
            }
            tells();
            watch.during(Wait.CLIENT, "client", () -> {
                writer.fail(fault);
                return fault;
            });
        } catch (GatewayException e) {
            LOG.log(Level.DEBUG, "call {0}: nobody was there to be told of the failure", call.admission().callId());
        }
    }

    /// From now on the caller is told something, which is measured once.
    private void tells() {
        if (!told) {
            told = true;
            meters.answered(call.request().operation(), overhead);
        }
    }
}
