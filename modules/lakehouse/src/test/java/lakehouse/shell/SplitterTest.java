package lakehouse.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lakehouse.shell.Input.Meta;
import lakehouse.shell.Input.Statement;
import lakehouse.shell.Input.Unknown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitterTest {

    @Test
    void aStatementEndsAtItsSemicolonAndTheLastOneAtTheEnd() {
        assertThat(Splitter.all("SELECT 1; SELECT\n 2\n;;\n\nSELECT 3")).containsExactly(new Statement("SELECT 1", 1),
                new Statement("SELECT\n 2", 1), new Statement("SELECT 3", 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 'a;b'", "SELECT 'it''s; so'", "SELECT 1 AS \"a;b\"", "SELECT '\"' || ';'",
        "SELECT \"'\", ';'",
        "SELECT 1 -- one; 'or two", "SELECT 1 /* one; 'or\n\\q\ntwo */ + 1", "SELECT '-- ' || ';'", "SELECT '/*' || ';'",
        "SELECT 4 / 2 * 1 - 1", "SELECT 'a\n@b\n\\q\nhelp'", "SELECT 1 /*/ ; */ + 1"})
    void semicolonsInQuotesAndCommentsAreNoEnd(String sql) {
        assertThat(Splitter.all(sql + "\n; SELECT 2")).extracting(input -> ((Statement) input).text()).containsExactly(sql,
                "SELECT 2");
    }

    @Test
    void commentsAloneAreNoStatement() {
        assertThat(Splitter.all("-- one;\n/* two; */ ;\n\n  -- three")).isEmpty();
        assertThat(Splitter.all("-- what it is for\nSELECT 1;"))
                .containsExactly(new Statement("-- what it is for\nSELECT 1", 2));
    }

    @Test
    void commandsAndNamesHaveALineOfTheirOwn() {
        assertThat(Splitter.all("@usage_by_model\n-- and\n  @cost_by_day ;\n\\d calls;\nexit\nhelp\n\\d\n\\nothing at all"))
                .containsExactly(new Statement("@usage_by_model", 1), new Statement("@cost_by_day", 3),
                        new Meta(MetaCommand.VIEWS, "calls", 4), new Meta(MetaCommand.QUIT, "", 5),
                        new Meta(MetaCommand.HELP, "", 6), new Meta(MetaCommand.VIEWS, "", 7),
                        new Unknown("\\nothing", 8));
    }

    @Test
    void withinAStatementOnlyABackslashBeginsACommandAndItEndsTheStatement() {
        assertThat(Splitter.all("SELECT\nexit\n, help\n@x\n\\json\nSELECT 2")).containsExactly(
                new Statement("SELECT\nexit\n, help\n@x", 1), new Meta(MetaCommand.JSON, "", 5), new Statement("SELECT 2", 6));
    }

    @Test
    void whetherSomethingIsOpenIsKnown() {
        assertThat(List.of("", "SELECT 1;", "-- one", "\\d", "SELECT 1; -- one", "SELECT ';';")).noneMatch(SplitterTest::isOpen);
        assertThat(List.of("SELECT 1", "/* one", "'", "SELECT ';", "SELECT 1; SELECT")).allMatch(SplitterTest::isOpen);
    }

    private static boolean isOpen(String line) {
        var splitter = new Splitter();
        splitter.next(line);
        return splitter.isOpen();
    }
}
