package lakehouse.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScriptTest {

    private final ScriptedLedger ledger = new ScriptedLedger();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void whatIsReadIsAnsweredOneAfterTheOther() {
        run("SELECT 1;\n\n-- and\nSELECT\n\n2; @usage_by_model;\n@cost_by_day\nSELECT 3");
        assertThat(ledger.asked()).containsExactly("SELECT 1", "-- and\nSELECT\n\n2",
                NamedQuestions.sql("@usage_by_model"), NamedQuestions.sql("@cost_by_day"), "SELECT 3");
    }

    @Test
    void onlyAnswersGoToTheOutput() {
        run("\\timing\n\\json\nSELECT 7;\n\\csv\nSELECT more;\n\\q\nSELECT never;");
        assertThat(out.toString()).startsWith("{").endsWith("}\nn\r\n7\r\n").contains("\"rows\" : [ [ 7 ] ]");
        assertThat(err.toString()).contains("timing is on\n", "answers are shown as JSON\n", " ms\n",
                "there were more rows than an answer may have\n");
        assertThat(ledger.asked()).containsExactly("SELECT 7", "SELECT more");
    }

    @Test
    void itEndsAtTheFirstQuestionThatHasNoAnswerAndNamesItsLine() {
        var failure = catchThrowableOfType(LakehouseException.class, () -> run("SELECT 1;\nSELECT wrong;\nSELECT 2;"));
        assertThat(failure).hasMessage("line 2: sql may not");
        assertThat(failure.code()).isEqualTo(Code.FAILED);
        assertThat(out.toString()).isEqualTo("n\n-\n7\n(1 row)\n");
        assertThat(ledger.asked()).containsExactly("SELECT 1", "SELECT wrong");
        assertThat(catchThrowableOfType(LakehouseException.class, () -> run("@nothing"))).hasMessageStartingWith(
                "line 1: no query is named 'nothing'");
        assertThat(catchThrowableOfType(LakehouseException.class, () -> run("\\nothing")))
                .hasMessage("line 1: there is no command \\nothing; \\? lists those that there are");
    }

    @Test
    void withoutAnyQuestionItAsksForOne() {
        var failure = catchThrowableOfType(LakehouseException.class, () -> run("\n -- nothing\n"));
        assertThat(failure).hasMessageStartingWith("what is the question?");
        assertThat(failure.code()).isEqualTo(Code.CONFIGURATION);
    }

    private void run(String text) {
        new Script(new Session(ledger.client(), Form.TABLE, () -> Integer.MAX_VALUE), new PrintWriter(out, true),
                new PrintWriter(err, true)).run(new BufferedReader(new StringReader(text)));
    }
}
