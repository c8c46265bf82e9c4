package usage.store.journal;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import usage.store.AttemptKey;
import usage.store.Cost;
import usage.store.ErrorType;
import usage.store.Intent;
import usage.store.Operation;
import usage.store.Progress;
import usage.store.Settlement;
import usage.store.Status;
import usage.store.Tokens;
import usage.store.UsageSource;
import usage.store.price.PriceBook;

/// Reads what [EntryWriter] writes, and has written in earlier formats.
public final class EntryReader {

    private final DataInputStream in;

    private EntryReader(byte[] bytes) {
        in = new DataInputStream(new ByteArrayInputStream(bytes));
    }

    /// @throws IllegalArgumentException where `bytes` are not an entry
    public static Entry read(byte[] bytes) {
        try {
            return new EntryReader(bytes).entry();
        } catch (IOException e) {
            throw new IllegalArgumentException("no entry of the journal: " + e, e);
        }
    }

    /// The attempt that a record ends, without reading all of it; empty where it ends none.
    public static Optional<AttemptKey> ended(byte[] bytes) {
        return switch (bytes[0]) {
            case EntryWriter.SETTLED, EntryWriter.REFUSED, EntryWriter.REFUSED_1 -> {
                var key = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
                yield Optional.of(new AttemptKey(new UUID(key.getLong(), key.getLong()), key.getInt()));
            }
            default -> Optional.empty();
        };
    }

    private Entry entry() throws IOException {
        byte kind = in.readByte();
        return switch (kind) {
            case EntryWriter.OPENED -> new Entry.Opened(intent(true));
            case EntryWriter.OPENED_1 -> new Entry.Opened(intent(false));
            case EntryWriter.PROGRESSED -> {
                var key = key();
                var at = moment();
                yield new Entry.Progressed(key, progress(), at);
            }
            case EntryWriter.CARRIED -> carried(intent(true));
            case EntryWriter.CARRIED_1 -> carried(intent(false));
            case EntryWriter.SETTLED -> new Entry.Settled(key(), settlement(), charge());
            case EntryWriter.REFUSED -> new Entry.Refused(intent(true), settlement());
            case EntryWriter.REFUSED_1 -> new Entry.Refused(intent(false), settlement());
            default -> throw new IllegalArgumentException("no entry of the journal is of kind " + kind);
        };
    }

    private AttemptKey key() throws IOException {
        return new AttemptKey(new UUID(in.readLong(), in.readLong()), in.readInt());
    }

    private Entry carried(Intent intent) throws IOException {
        var at = moment();
        return new Entry.Carried(intent, progress(), at);
    }

    /// @param knowsCaller whether it says something of the caller's span
    private Intent intent(boolean knowsCaller) throws IOException {
        var key = key();
        var identity = new Intent.Identity(in.readUTF(), in.readUTF(), text(), text(), text(),
                knowsCaller ? text() : Optional.empty());
        var who = new Intent.Who(in.readUTF(), text(), text(), text(), tags());
        var what = new Intent.What(in.readUTF(), Operation.valueOf(in.readUTF()), text(), text(), text(), text(),
                in.readBoolean());
        return new Intent(key, identity, who, what, moment());
    }

    private List<String> tags() throws IOException {
        var tags = new ArrayList<String>();
        for (int left = in.readByte(); left > 0; left--) {
            tags.add(in.readUTF());
        }
        return tags;
    }

    private Progress progress() throws IOException {
        return new Progress(optionalMoment(), optionalMoment(), tokens());
    }

    private Settlement settlement() throws IOException {
        return new Settlement(Status.valueOf(in.readUTF()), text().map(ErrorType::valueOf), text(), optionalInt(),
                optionalMoment(), optionalMoment(), moment(), tokens(), text(), text());
    }

    private Optional<PriceBook.Charge> charge() throws IOException {
        return in.readBoolean()
                ? Optional.of(new PriceBook.Charge(new Cost(new BigDecimal(in.readUTF()), in.readUTF()), in.readUTF()))
                : Optional.empty();
    }

    private Tokens tokens() throws IOException {
        return new Tokens(optionalLong(), optionalLong(), optionalLong(), optionalLong(), optionalLong(),
                UsageSource.valueOf(in.readUTF()));
    }

    private Optional<String> text() throws IOException {
        return in.readBoolean() ? Optional.of(in.readUTF()) : Optional.empty();
    }

    private OptionalInt optionalInt() throws IOException {
        return in.readBoolean() ? OptionalInt.of(in.readInt()) : OptionalInt.empty();
    }

    private OptionalLong optionalLong() throws IOException {
        return in.readBoolean() ? OptionalLong.of(in.readLong()) : OptionalLong.empty();
    }

    private Optional<Instant> optionalMoment() throws IOException {
        return in.readBoolean() ? Optional.of(moment()) : Optional.empty();
    }

    private Instant moment() throws IOException {
        return Instant.EPOCH.plus(in.readLong(), ChronoUnit.MICROS);
    }
}
