package crash;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import usage.store.AttemptKey;
import usage.store.Intent;
import usage.store.Operation;
import usage.store.Progress;
import usage.store.Settlement;
import usage.store.Status;
import usage.store.StoreSettings;
import usage.store.Tokens;
import usage.store.UsageSource;
import usage.store.UsageStore;

/// A program that writes to a ledger until it is killed. After each call it prints what the ledger has acknowledged.
public final class Victim {

    private static final Tokens TOKENS = new Tokens(OptionalLong.of(7), OptionalLong.empty(), OptionalLong.empty(),
            OptionalLong.of(3), OptionalLong.empty(), UsageSource.PROVIDER);

    private Victim() {}

    public static void main(String[] arguments) {
        var store = UsageStore.open(new StoreSettings(Path.of(arguments[0]), List.of(), InstantSource.system()));
        while (true) {
            var key = new AttemptKey(UUID.randomUUID(), 1);
            var now = Instant.now();
            store.ledger().open(intent(key, now));
            say("opened", key);
            store.ledger().progress(key, new Progress(Optional.of(now), Optional.empty(), TOKENS));
            say("progressed", key);
            store.ledger().settle(key, new Settlement(Status.OK, Optional.empty(), Optional.of("stop"), OptionalInt.of(200),
                    Optional.of(now), Optional.of(now), now, TOKENS, Optional.empty(), Optional.empty()));
            say("settled", key);
        }
    }

    private static void say(String what, AttemptKey key) {
        System.out.println(what + " " + key.callId());
        System.out.flush();
    }

    private static Intent intent(AttemptKey key, Instant now) {
        return new Intent(key,
                new Intent.Identity("request", "group", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                new Intent.Who("victim", Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
                new Intent.What("/v1/chat", Operation.CHAT, Optional.empty(), Optional.of("ollama"), Optional.of("llama"),
                        Optional.of("llama"), false),
                now);
    }
}
