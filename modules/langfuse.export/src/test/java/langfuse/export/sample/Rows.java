package langfuse.export.sample;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import usage.store.AttemptKey;
import usage.store.AttemptRow;
import usage.store.Cost;
import usage.store.ErrorType;
import usage.store.Intent;
import usage.store.Operation;
import usage.store.Settlement;
import usage.store.Status;
import usage.store.Tokens;
import usage.store.UsageSource;

/// Rows of a ledger to make spans of.
public final class Rows {

    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    public static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    public static final String PARENT = "b7ad6b7169203331";
    public static final String CALLER = "c3d4e5f60718293a";

    private Rows() {}

    /// What an attempt of a call intends; the span's id ends in its number.
    public static Intent intent(UUID call, int attempt) {
        return intent(call, attempt, Optional.empty());
    }

    private static Intent intent(UUID call, int attempt, Optional<String> callerSpan) {
        return new Intent(new AttemptKey(call, attempt),
                new Intent.Identity("request", "group", Optional.of(TRACE), Optional.of("00f067aa0ba902b" + attempt),
                        Optional.of(PARENT), callerSpan),
                new Intent.Who("notebook", Optional.of("laptop"), Optional.of("ada"), Optional.of("session-7"),
                        List.of("nightly", "eval")),
                new Intent.What("/v1/chat", Operation.CHAT, Optional.of("fast"), Optional.of("openai"), Optional.of("fast"),
                        Optional.of("gpt-x"), true),
                NOON.plusSeconds(attempt - 1L));
    }

    /// An attempt that ended well, and what it cost.
    public static AttemptRow ok(UUID call, int attempt, Optional<Cost> cost) {
        var intent = intent(call, attempt);
        var at = intent.acceptedAt();
        return new AttemptRow(intent, new Settlement(Status.OK, Optional.empty(), Optional.of("stop"), OptionalInt.of(200),
                Optional.of(at.plusMillis(1)), Optional.of(at.plusMillis(120)), at.plusMillis(450),
                new Tokens(OptionalLong.of(1000), OptionalLong.of(300), OptionalLong.of(100), OptionalLong.of(200),
                        OptionalLong.of(50), UsageSource.PROVIDER),
                Optional.of("gpt-x-2026"), Optional.of("chatcmpl-1")), cost, cost.map(known -> "price"));
    }

    /// The same row, of a caller whose trace is continued.
    public static AttemptRow below(String callerSpan, AttemptRow row) {
        var key = row.intent().key();
        return new AttemptRow(intent(key.callId(), key.attempt(), Optional.of(callerSpan)), row.settlement(), row.cost(),
                row.priceId());
    }

    /// An attempt that did not.
    public static AttemptRow ended(UUID call, int attempt, Status status, ErrorType error, boolean sent) {
        var intent = intent(call, attempt);
        var at = intent.acceptedAt();
        return new AttemptRow(intent, new Settlement(status, Optional.of(error), Optional.empty(), OptionalInt.empty(),
                sent ? Optional.of(at.plusMillis(1)) : Optional.empty(), Optional.empty(), at.plusMillis(300), Tokens.UNKNOWN,
                Optional.empty(), Optional.empty()), Optional.empty(), Optional.empty());
    }

    /// Dollars, or other money.
    public static Optional<Cost> cost(String amount, String currency) {
        return Optional.of(new Cost(new BigDecimal(amount), currency));
    }
}
