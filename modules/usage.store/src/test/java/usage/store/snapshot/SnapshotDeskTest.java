package usage.store.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import usage.store.Completeness;
import usage.store.LedgerException;
import usage.store.LedgerException.Code;

/// The desk alone, with a database that is copied as it is told.
class SnapshotDeskTest {

    private static final Completeness NOW = new Completeness(Instant.parse("2026-03-01T12:00:00Z"), Duration.ZERO, 0,
            Duration.ZERO,
            0, 0, 0, 0, 0, Optional.empty());

    @TempDir
    private Path ledger;

    @BeforeEach
    void aDatabase() throws IOException {
        Files.writeString(ledger.resolve("usage.mv.db"), "rows");
    }

    @Test
    void aSecondOneAtTheSameTimeIsRefusedAndALaterOneIsNot() throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var desk = new SnapshotDesk(ledger, file -> {
            begun.countDown();
            await(go);
            Files.writeString(file, "copy");
        }, () -> NOW)) {
            var first = CompletableFuture.supplyAsync(desk::make);
            await(begun);
            assertThatThrownBy(desk::make).isInstanceOfSatisfying(LedgerException.class,
                    failure -> assertThat(failure.code()).isEqualTo(Code.BUSY)).hasMessageContaining("is being made");
            go.countDown();
            assertThat(first.get(10, TimeUnit.SECONDS).path()).hasContent("copy");
            assertThat(desk.make().path()).hasContent("copy");
        }
    }

    @Test
    void aCopyThatFailsHalfWayLeavesNothingAndTheNextOneIsMade() throws IOException {
        var failures = Stream.of(new SQLException("the disk is full"), new IOException("the disk is full")).iterator();
        try (var desk = new SnapshotDesk(ledger, file -> {
            Files.writeString(file, "half");
            switch (failures.hasNext() ? failures.next() : null) {
                case SQLException failure -> throw failure;
                case IOException failure -> throw failure;
                case null, default -> Files.writeString(file, "whole");
            }
        }, () -> NOW)) {
            for (int time = 0; time < 2; time++) {
                assertThatThrownBy(desk::make).isInstanceOfSatisfying(LedgerException.class,
                        failure -> assertThat(failure.code()).isEqualTo(Code.UNAVAILABLE))
                        .hasMessageContaining("the disk is full");
                assertThat(ledger.resolve("snapshots")).isEmptyDirectory();
            }
            assertThat(desk.make().path()).hasContent("whole");
        }
    }

    @Test
    void anInterruptOfTheCallerDoesNotReachTheCopy() throws Exception {
        try (var desk = new SnapshotDesk(ledger, file -> {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            Files.writeString(file, "copy");
        }, () -> NOW)) {
            Thread.currentThread().interrupt();
            assertThat(desk.make().path()).hasContent("copy");
            assertThat(Thread.interrupted()).as("it is kept for later").isTrue();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("not within ten seconds");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
