package lakehouse.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The session, at a terminal that can do nothing.
@Timeout(120)
class ShellTest {

    private final ScriptedLedger ledger = new ScriptedLedger();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void aStatementGoesOnUntilItsSemicolon() throws Exception {
        try (var typist = new Typist(ledger, Optional.empty())) {
            typist.type("SELECT caller\n");
            typist.await("\n" + Shell.CONTINUED);
            typist.type("FROM calls;\n");
            typist.await("n\n-\n7\n(1 row)\n");
            assertThat(ledger.asked()).containsExactly("SELECT caller\nFROM calls");
        }
    }

    @Test
    void anEmptyLineEndsItToo() throws Exception {
        try (var typist = new Typist(ledger, Optional.empty())) {
            typist.type("SELECT 'never ended\n");
            typist.await("\n" + Shell.CONTINUED);
            typist.type("\n");
            typist.await("(1 row)\n");
            assertThat(ledger.asked()).containsExactly("SELECT 'never ended");
        }
    }

    @Test
    void commandsAreObeyed() throws Exception {
        try (var typist = new Typist(ledger, Optional.empty())) {
            assertThat(typist.enter("\\d")).contains("calls\nprices\nusage_hourly\n");
            assertThat(typist.enter("\\d CALLS")).contains("caller  character varying\ncost    decimal\n");
            assertThat(typist.enter("\\d nothing")).contains(
                    "error: no view is named 'nothing'; there are calls, prices, usage_hourly\n");
            assertThat(typist.enter("\\l")).contains("@usage_by_model    Usage by provider and model");
            assertThat(typist.enter("\\?")).contains("\\d [VIEW]", "\\q, exit, quit");
            assertThat(typist.enter("help")).contains("\\d [VIEW]");
            assertThat(typist.enter("\\csv")).contains("(answers are shown as CSV)");
            assertThat(typist.enter("SELECT more;")).contains("\nn\n7\n(there were more rows than an answer may have)\n");
            typist.enter("\\json");
            assertThat(typist.enter("SELECT more;")).contains("\"rows\" : [ [ 7 ] ]", "(there were more rows");
            typist.enter("\\table");
            assertThat(typist.enter("SELECT more;")).contains("(1 row; there were more)\n");
            typist.enter("\\x");
            typist.enter("\\timing");
            assertThat(typist.enter("@usage_by_model")).contains("\nn  7\n").containsPattern("\\(time: \\d+ ms\\)\n");
            typist.type("exit\n");
            typist.awaitEnd();
        }
    }

    @Test
    void whatHasNoAnswerIsToldAndTheSessionGoesOn() throws Exception {
        try (var typist = new Typist(ledger, Optional.empty())) {
            assertThat(typist.enter("SELECT wrong; SELECT 1;")).contains("\nerror: sql may not\n");
            assertThat(ledger.asked()).containsExactly("SELECT wrong");
            assertThat(typist.enter("SELECT 1;")).contains("(1 row)");
        }
    }

    @Test
    void whereTheServiceIsGoneThatIsSaid() throws Exception {
        try (var typist = new Typist(ledger, Optional.empty())) {
            ledger.stop();
            assertThat(typist.enter("SELECT 1;"))
                    .contains("\nerror: nothing listens at " + ledger.uri() + ": is the service running?\n");
            assertThat(typist.enter("\\timing")).contains("(timing is on)");
        }
    }

    @Test
    void anInterruptEndsTheQuestionAndNotTheSession() throws Exception {
        try (var typist = new Typist(ledger, Optional.empty())) {
            typist.type("SELECT slow;\n");
            ledger.awaitSlow(Typist.PATIENCE);
            typist.interrupt();
            typist.await("\ncancelled\n" + Shell.PROMPT);
            assertThat(typist.enter("SELECT 1;")).contains("(1 row)");
        }
    }

    @Test
    void anInterruptWhileTypingClearsWhatWasTyped() throws Exception {
        try (var typist = new Typist(ledger, Optional.empty())) {
            typist.type("SELECT 1\n");
            typist.await("\n" + Shell.CONTINUED);
            typist.type("FROM");
            typist.await("FROM");
            typist.interrupt();
            typist.await("\n" + Shell.PROMPT);
            typist.enter("SELECT 2;");
            assertThat(ledger.asked()).containsExactly("SELECT 2");
        }
    }

    @Test
    void theEndOfTheInputEndsTheSession() throws Exception {
        try (var typist = new Typist(ledger, Optional.empty())) {
            typist.type(Character.toString(Typist.END));
            typist.awaitEnd();
        }
        try (var typist = new Typist(ledger, Optional.empty())) {
            typist.hangUp();
            typist.awaitEnd();
        }
    }

    @Test
    void statementsAreKeptForTheNextSessionAndNothingElse() throws Exception {
        var file = new HistoryFile(directory.resolve("sql_history")).prepared(said -> {});
        try (var typist = new Typist(ledger, file)) {
            typist.enter("SELECT 'a!b';");
            typist.enter("\\d calls");
            typist.type("SELECT 1,\n");
            typist.await("\n" + Shell.CONTINUED);
            typist.enter("2;");
            typist.type("\\q\n");
            typist.awaitEnd();
        }
        assertThat(Files.readAllLines(file.orElseThrow())).containsExactly("SELECT 'a!b';", "SELECT 1,\\n2;");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.orElseThrow()))).isEqualTo("rw-------");
        try (var typist = new Typist(ledger, file)) {
            // The line before this one: Ctrl-P.
            typist.type("\u0010");
            typist.await("2;");
            typist.type("\n");
            typist.await("(1 row)\n");
            assertThat(ledger.asked()).endsWith("SELECT 1,\n2", "SELECT 1,\n2");
        }
    }
}
