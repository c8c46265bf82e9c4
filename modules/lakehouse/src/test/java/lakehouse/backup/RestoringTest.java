package lakehouse.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import lakehouse.configuration.Configuration;
import lakehouse.service.DataDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import usage.store.LedgerFiles;
import vectord.service.CollectionFiles;

/// What is no backup, and what is not restored of one.
class RestoringTest {

    @TempDir
    private Path root;
    private Path backup;

    @BeforeEach
    void aBackupOfNothing() {
        var parts = new Parts.Closed(new LedgerFiles(root.resolve("nothing"), Optional.empty()),
                new CollectionFiles(root.resolve("nothing")));
        backup = Backup.make(parts, root.resolve("backup"), Instant.EPOCH, "1").path();
    }

    @Test
    void whatHasNoManifestIsNoBackupOrWasNeverFinished() throws IOException {
        Files.delete(backup.resolve(Manifest.FILE));
        assertRefused(Code.CONFIGURATION, backup + " is no backup, or one that was never finished: it has no manifest.json");
        assertThatThrownBy(() -> restore(root.resolve("nowhere"))).hasMessageContaining("is no directory");
    }

    @Test
    void aBackupOfANewerVersionIsLeftAloneNamingBothFormats() throws IOException {
        rewrite("\"journal\" : 2", "\"journal\" : 3");
        assertRefused(Code.CONFIGURATION, backup + " has format 3 of journal, of a newer version (1); this one knows format 2");
    }

    @Test
    void aFileThatIsMissingOrTooManyIsNamed() throws IOException {
        Files.writeString(backup.resolve("usage-extra"), "x");
        assertRefused(Code.FAILED, backup + " cannot be restored: its manifest does not know usage-extra");
        Files.delete(backup.resolve("usage-extra"));
        rewrite("\"files\" : [ ]", "\"files\" : [{\"path\":\"usage/x\",\"bytes\":1,\"sha256\":\"00\"}]");
        assertRefused(Code.FAILED, backup + " cannot be restored: usage/x is missing");
    }

    @Test
    void aManifestCannotLeadOutOfItsBackup() throws IOException {
        rewrite("\"files\" : [ ]", "\"files\" : [{\"path\":\"../x\",\"bytes\":1,\"sha256\":\"00\"}]");
        assertThatThrownBy(() -> restore(backup)).isInstanceOf(LakehouseException.class)
                .hasMessageContaining("manifest.json is no manifest of a backup");
    }

    /// As when it is killed within.
    @Test
    void aDirectoryThatABackupWasBeingPutIntoIsNotServed() {
        var data = root.resolve("data");
        DataDirectory.takeEmpty(data).close();
        assertThatThrownBy(() -> DataDirectory.take(data)).isInstanceOf(LakehouseException.class)
                .hasMessage("data.dir: a backup was being put into " + data
                        + ", and that was broken off: empty it and restore again");
    }

    private void rewrite(String from, String to) throws IOException {
        var manifest = backup.resolve(Manifest.FILE);
        assertThat(Files.readString(manifest)).contains(from);
        Files.writeString(manifest, Files.readString(manifest).replace(from, to));
    }

    private void assertRefused(Code code, String message) {
        assertThatThrownBy(() -> restore(backup)).hasMessage(message).isInstanceOfSatisfying(LakehouseException.class,
                refusal -> assertThat(refusal.code()).isEqualTo(code));
        assertThat(root.resolve("data")).doesNotExist();
    }

    private void restore(Path from) {
        Restoring.of(from,
                Configuration.assemble(Optional.empty(), Map.of("data.dir", root.resolve("data").toString()), Map.of()));
    }
}
