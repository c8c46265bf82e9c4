package usage.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import usage.store.JournalSettings.Fsync;

class SyncerTest {

    private static final Position SOMEWHERE = new Position(1, 100);

    // As a disk does that has lost what it could not write, and goes on.
    private final AtomicBoolean hasFailed = new AtomicBoolean();

    @Test
    void whatTheDiskHasRefusedOnceIsNotPromisedWhoeverWasTold() {
        try (var syncer = new Syncer(Fsync.ALWAYS, this::force)) {
            assertThatThrownBy(syncer::force).isInstanceOf(UncheckedIOException.class);
            assertThat(syncer.trouble()).hasValueSatisfying(trouble -> assertThat(trouble).endsWith("input/output error"));
            assertThat(syncer.written(SOMEWHERE)).isFalse();
        }
    }

    @Test
    void whereNothingIsPromisedTheDiskIsTriedAgain() {
        try (var syncer = new Syncer(Fsync.OS, this::force)) {
            assertThatThrownBy(syncer::force).isInstanceOf(UncheckedIOException.class);
            assertThat(syncer.trouble()).isEmpty();
            assertThat(syncer.written(SOMEWHERE)).isTrue();
            syncer.force();
        }
    }

    private Position force(Position from) {
        if (hasFailed.compareAndSet(false, true)) {
            throw new UncheckedIOException(new IOException("input/output error"));
        }
        return SOMEWHERE;
    }
}
