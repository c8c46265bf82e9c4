package usage.store.journal;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import usage.store.AttemptKey;
import usage.store.Intent;
import usage.store.Progress;
import usage.store.Settlement;
import usage.store.Tokens;
import usage.store.price.PriceBook;

/// Writes entries as bytes, format 2: a byte for the kind, then the fields in the order of their records. A text is as
/// [DataOutputStream#writeUTF] has it, a time is microseconds since 1970, and what may be missing has a byte before it.
public final class EntryWriter {

    static final byte PROGRESSED = 2;
    static final byte SETTLED = 4;
    static final byte OPENED = 6;
    static final byte CARRIED = 7;
    static final byte REFUSED = 8;

    // Format 1, read and no longer written: their intents say nothing of the caller's span.
    static final byte OPENED_1 = 1;
    static final byte CARRIED_1 = 3;
    static final byte REFUSED_1 = 5;

    private static final int USUAL_BYTES = 512;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    private final DataOutputStream out = new DataOutputStream(bytes);

    private EntryWriter() {}

    /// An entry as bytes.
    public static byte[] bytes(Entry entry) {
        var writer = new EntryWriter();
        try {
            writer.write(entry);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written", e);
        }
        return writer.bytes.toByteArray();
    }

    private void write(Entry entry) throws IOException {
        switch (entry) {
            case Entry.Opened(var intent) -> {
                out.writeByte(OPENED);
                intent(intent);
            }
            case Entry.Progressed(var key, var progress, var at) -> {
                out.writeByte(PROGRESSED);
                key(key);
                progress(progress, at);
            }
            case Entry.Carried(var intent, var progress, var at) -> {
                out.writeByte(CARRIED);
                intent(intent);
                progress(progress, at);
            }
            case Entry.Settled(var key, var settlement, var charge) -> {
                out.writeByte(SETTLED);
                key(key);
                settlement(settlement);
                charge(charge);
            }
            case Entry.Refused(var intent, var refusal) -> {
                out.writeByte(REFUSED);
                intent(intent);
                settlement(refusal);
            }
        }
    }

    private void key(AttemptKey key) throws IOException {
        out.writeLong(key.callId().getMostSignificantBits());
        out.writeLong(key.callId().getLeastSignificantBits());
        out.writeInt(key.attempt());
    }

    private void intent(Intent intent) throws IOException {
        key(intent.key());
        var identity = intent.identity();
        out.writeUTF(identity.requestId());
        out.writeUTF(identity.groupId());
        text(identity.traceId());
        text(identity.spanId());
        text(identity.parentSpanId());
        text(identity.callerSpanId());
        var who = intent.who();
        out.writeUTF(who.caller());
        text(who.apiKeyId());
        text(who.endUser());
        text(who.sessionId());
        out.writeByte(who.tags().size());
        for (var tag : who.tags()) {
            out.writeUTF(tag);
        }
        var what = intent.what();
        out.writeUTF(what.endpoint());
        out.writeUTF(what.operation().name());
        text(what.route());
        text(what.provider());
        text(what.requestedModel());
        text(what.targetModel());
        out.writeBoolean(what.stream());
        moment(intent.acceptedAt());
    }

    private void progress(Progress progress, Instant at) throws IOException {
        moment(at);
        moment(progress.sentAt());
        moment(progress.firstTokenAt());
        tokens(progress.tokens());
    }

    private void settlement(Settlement settlement) throws IOException {
        out.writeUTF(settlement.status().name());
        text(settlement.errorType().map(Enum::name));
        text(settlement.finishReason());
        number(settlement.httpStatus());
        moment(settlement.sentAt());
        moment(settlement.firstTokenAt());
        moment(settlement.finishedAt());
        tokens(settlement.tokens());
        text(settlement.responseModel());
        text(settlement.providerRequestId());
    }

    private void charge(Optional<PriceBook.Charge> charge) throws IOException {
        out.writeBoolean(charge.isPresent());
        if (charge.isPresent()) {
            out.writeUTF(charge.get().cost().value().toPlainString());
            out.writeUTF(charge.get().cost().currency());
            out.writeUTF(charge.get().priceId());
        }
    }

    private void tokens(Tokens tokens) throws IOException {
        number(tokens.input());
        number(tokens.cachedInput());
        number(tokens.cacheWrite());
        number(tokens.output());
        number(tokens.reasoning());
        out.writeUTF(tokens.source().name());
    }

    private void text(Optional<String> text) throws IOException {
        out.writeBoolean(text.isPresent());
        if (text.isPresent()) {
            out.writeUTF(text.get());
        }
    }

    private void number(OptionalInt number) throws IOException {
        out.writeBoolean(number.isPresent());
        if (number.isPresent()) {
            out.writeInt(number.getAsInt());
        }
    }

    private void number(OptionalLong number) throws IOException {
        out.writeBoolean(number.isPresent());
        if (number.isPresent()) {
            out.writeLong(number.getAsLong());
        }
    }

    private void moment(Optional<Instant> moment) throws IOException {
        out.writeBoolean(moment.isPresent());
        if (moment.isPresent()) {
            moment(moment.get());
        }
    }

    private void moment(Instant moment) throws IOException {
        out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, moment));
    }
}
