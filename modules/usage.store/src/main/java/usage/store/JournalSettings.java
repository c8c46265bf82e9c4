package usage.store;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How the journal is kept.
///
/// @param directory folder of its own, which may lie on another filesystem than the database; empty: `journal` in the store's
/// @param fsync when what was written is forced to the disk
/// @param segmentBytes length of a file of the journal, from 256 KiB to 1 GiB; made at full length before it is written
/// @param maxBytes most bytes of all its files together, at least four segments; beyond that nothing new is accepted
public record JournalSettings(Optional<Path> directory, Fsync fsync, int segmentBytes, long maxBytes) {

    /// 16 MiB a file, 4 GiB in all, left to the operating system.
    public static final JournalSettings DEFAULT = new JournalSettings(Optional.empty(), Fsync.OS, 16 << 20, 4L << 30);

    private static final int SMALLEST = 256 << 10;
    private static final int LARGEST = 1 << 30;
    private static final int FEWEST = 4;

    public JournalSettings {
        if (segmentBytes < SMALLEST || segmentBytes > LARGEST) {
            throw new IllegalArgumentException(
                    "segment-bytes must be from " + SMALLEST + " to " + LARGEST + ": " + segmentBytes);
        }
        if (maxBytes < (long) FEWEST * segmentBytes) {
            throw new IllegalArgumentException(
                    "max-bytes must have room for " + FEWEST + " segments of " + segmentBytes + ": " + maxBytes);
        }
    }

    /// When the journal is forced to the disk, and so what a loss of power can take. The death of the process alone takes
    /// nothing in any of them.
    public enum Fsync {

        /// When the operating system sees fit: power loss takes what was written in the last half minute or so.
        OS,
        /// Ten times a second: power loss takes at most the last tenth of a second, and what the disk had not finished.
        INTERVAL,
        /// Before an intent or a settlement is acknowledged: power loss takes nothing that was.
        ALWAYS;

        /// The name as it stands in the configuration.
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The mode of that name.
        ///
        /// @throws IllegalArgumentException naming the known ones
        public static Fsync of(String wireName) {
            return Arrays.stream(values()).filter(mode -> mode.wireName().equals(wireName)).findFirst().orElseThrow(
                    () -> new IllegalArgumentException("known are os, interval, always"));
        }
    }
}
