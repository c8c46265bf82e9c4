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
    private final Runnable flush;
    private final Watch watch;
    private final CallMeters meters;
    private Duration waited = Duration.ZERO;
    private boolean begun;

    Teller(Call call, AnswerWriter writer, Runnable flush, Watch watch, CallMeters meters) {
        this.call = call;
        this.writer = writer;
        this.flush = flush;
        this.watch = watch;
        this.meters = meters;
    }

    /// Tells the same caller in other words.
    Teller with(AnswerWriter other) {
        var teller = new Teller(call, other, flush, watch, meters);
        teller.waited = waited;
        return teller;
    }

    /// Whether anything was told already.
    boolean hasBegun() {
        return begun;
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
        var overhead = call.admission().elapsed().minus(waited).minus(providerTime);
        meters.answered(call.request().operation(), overhead);
        writer.begin(overhead, headers);
    }

    /// Tells a frame.
    ///
    /// @param together whether the next one is at hand, and both may be sent together
    void write(Frame frame, boolean together) {
        begun = true;
        watch.during(Watch.Wait.CLIENT, "client", () -> {
            writer.write(frame);
            if (!together) {
                flush.run();
            }
            return frame;
        });
    }

    void finish(Frame last, AttemptRow row) {
        begun = true;
        watch.during(Watch.Wait.CLIENT, "client", () -> {
            writer.finish(last, row);
            return row;
        });
    }

    /// Tells a failure; where nobody is there to be told, nothing happens.
    void fail(Fault fault) {
        try {
            if (!begun) {
                begin(Duration.ZERO, Map.of());
            }
            watch.during(Watch.Wait.CLIENT, "client", () -> {
                writer.fail(fault);
                return fault;
            });
        } catch (GatewayException e) {
            LOG.log(Level.DEBUG, "call {0}: nobody was there to be told of the failure", call.admission().callId());
        }
    }
}
