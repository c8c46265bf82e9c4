package usage.store.sql;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.TokenMgrException;
import net.sf.jsqlparser.statement.select.Select;
import usage.store.LedgerException;

/// Takes a text apart, within a limit of time: where simple parsing does not do, the parser looks ahead, and the work for
/// that doubles with every level of nesting.
final class Parsing {

    private static final long MOST_MILLIS = 1500;

    private Parsing() {}

    /// @throws LedgerException `invalid_query` where it is not one SELECT
    static Select parsed(String sql) {
        try {
            return simplyOrNot(sql);
        } catch (ParseException e) {
            var next = e.currentToken == null ? null : e.currentToken.next;
            throw Refusal.sql(next == null
                    ? "cannot be understood"
                    : "cannot be understood at " + Refusal.shown(next.image) + " in line " + next.beginLine + ", column "
                            + next.beginColumn,
                    e);
        } catch (TokenMgrException e) {
            throw Refusal.sql("cannot be understood: a quote or a comment is not closed, or a sign is unknown", e);
        } catch (LedgerException e) {
            throw e;
        } catch (RuntimeException e) {
            throw Refusal.sql("cannot be understood", e);
        } catch (StackOverflowError e) {
            throw Refusal.sql("is nested too deeply", e);
        }
    }

    private static Select simplyOrNot(String sql) throws ParseException {
        try {
            return select(new CCJSqlParser(sql).withAllowComplexParsing(false));
        } catch (ParseException simple) {
            var parser = new CCJSqlParser(sql).withAllowComplexParsing(true);
            CompletableFuture.delayedExecutor(MOST_MILLIS, TimeUnit.MILLISECONDS).execute(() -> parser.interrupted = true);
            try {
                var select = select(parser);
                if (!parser.interrupted) {
                    return select;
                }
            } catch (ParseException e) {
                if (!parser.interrupted) {
                    throw e;
                }
            }
            throw Refusal.sql("is nested too deeply to be taken apart in time", simple);
        }
    }

    private static Select select(CCJSqlParser parser) throws ParseException {
        var statement = parser.Statement();
        if (parser.getToken(1).kind == CCJSqlParserConstants.EOF && statement instanceof Select select) {
            return select;
        }
        throw Refusal.sql("must be one SELECT");
    }
}
