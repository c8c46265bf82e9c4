package usage.store.rollup;

import usage.store.AttemptKey;

/// A number made of the key of a row. Exclusive or of the digests of many rows stands for the set of them: whoever removes or
/// adds a row can tell by it, without keeping the keys.
public final class KeyDigest {

    /// The same of a row, as an SQL expression over `call_id` and `attempt`.
    public static final String SQL = "BITXOR(CAST(SUBSTRING(CAST(call_id AS BINARY(16)) FROM 9) AS BIGINT), attempt)";

    private KeyDigest() {}

    /// The lower half of the call's id, exclusive or the number of the attempt.
    public static long of(AttemptKey key) {
        return key.callId().getLeastSignificantBits() ^ key.attempt();
    }
}
