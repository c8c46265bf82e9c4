package provider.scripted;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// What a provider does with a call.
public sealed interface Reply {

    /// Answers at once.
    ///
    /// @param status HTTP status
    /// @param contentType media type of the body
    /// @param body the whole body
    record Whole(int status, String contentType, String body) implements Reply {
    }

    /// Answers piece by piece, each flushed by itself.
    ///
    /// @param contentType media type of the body
    /// @param pieces in order
    /// @param pause before each piece but the first
    /// @param end what happens after the last piece
    record Pieces(String contentType, List<String> pieces, Duration pause, End end) implements Reply {
    }

    /// Answers with headers more.
    ///
    /// @param headers by their names
    /// @param then the answer
    record Headed(Map<String, String> headers, Reply then) implements Reply {
    }

    /// Hangs up without a word.
    record HangUp() implements Reply {
    }

    /// Waits, then does something else.
    ///
    /// @param until released by whoever wrote the script
    /// @param then what follows
    record Wait(CountDownLatch until, Reply then) implements Reply {
    }

    /// How an answer in pieces ends.
    enum End {
        /// As the protocol has it.
        WELL,
        /// The connection is closed in the middle.
        CUT
    }

    /// A JSON answer.
    static Reply json(int status, String body) {
        return new Whole(status, "application/json", body);
    }
}
