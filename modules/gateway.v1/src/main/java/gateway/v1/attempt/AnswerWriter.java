package gateway.v1.attempt;

import gateway.v1.call.Fault;
import gateway.v1.call.Frame;
import java.time.Duration;
import java.util.Map;
import usage.store.AttemptRow;

/// Tells the caller, in its own protocol, what the provider answers. [#begin] comes first, [#finish] or [#fail] last.
///
/// Where the attempt fails before anything was told, another writer begins anew. All methods throw [gateway.v1.call.GatewayException] `client_gone` where the caller has hung up.
public interface AnswerWriter {

    /// The answer is about to begin.
    ///
    /// @param overhead time so far that was ours and not the provider's
    /// @param headers what of the provider's head the caller gets
    void begin(Duration overhead, Map<String, String> headers);

    /// A frame that is not the last.
    void write(Frame frame);

    /// The last frame; the attempt is settled.
    ///
    /// @param row as it stands in the ledger
    void finish(Frame last, AttemptRow row);

    /// There is no (complete) answer. A stream that has begun must not look as if it had ended well.
    void fail(Fault fault);

    /// Makes the writer of an attempt's answer, once it is known who answers; each attempt gets its own.
    @FunctionalInterface
    interface Choice {

        /// @param sameWords whether the provider's bytes may go out as they come
        AnswerWriter choose(boolean sameWords);
    }
}
