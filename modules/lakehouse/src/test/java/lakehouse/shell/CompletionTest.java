package lakehouse.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Parser.ParseContext;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompletionTest {

    private final ScriptedLedger ledger = new ScriptedLedger();
    private final Catalog catalog = new Catalog(ledger.client());

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void viewsColumnsAndWordsOfSqlAreProposed() throws Exception {
        Catalog.VIEWS.forEach(catalog::columns);
        assertThat(proposed("SELECT co")).contains("calls", "prices", "usage_hourly", "caller", "cost", "count")
                .doesNotContain("COUNT", "\\d", "@usage_by_model").doesNotHaveDuplicates();
        assertThat(proposed("SELECT max(CO")).contains("COUNT", "cost").doesNotContain("count");
    }

    @Test
    void withoutTheServiceTheRestIsProposed() throws Exception {
        ledger.stop();
        assertThat(proposed("SELECT c")).contains("calls", "count").doesNotContain("caller");
    }

    @Test
    void commandsTheirViewsAndNamedQuestionsAreProposedWhereTheyBelong() throws Exception {
        assertThat(proposed("\\")).contains("\\d", "\\q", "\\timing").doesNotContain("calls");
        assertThat(proposed("\\d ")).containsExactlyElementsOf(Catalog.VIEWS);
        assertThat(proposed("@us")).contains("@usage_by_model").allMatch(name -> name.startsWith("@"));
    }

    private List<String> proposed(String typed) throws Exception {
        try (var terminal = new DumbTerminal(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream())) {
            var candidates = new ArrayList<Candidate>();
            new Completion(catalog).complete(LineReaderBuilder.builder().terminal(terminal).build(),
                    new StatementParser().parse(typed, typed.length(), ParseContext.COMPLETE), candidates);
            return candidates.stream().map(Candidate::value).toList();
        }
    }
}
