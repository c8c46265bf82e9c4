package usage.store.h2;

import java.sql.SQLException;
import usage.store.Tokens;
import usage.store.UsageSource;

/// The columns that [Tokens] fill, in both tables of attempts.
final class TokenColumns {

    static final String NAMES = "input_tokens, cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens, "
            + "usage_source";

    private TokenColumns() {}

    static void write(Parameters parameters, Tokens tokens) throws SQLException {
        parameters.number(tokens.input()).number(tokens.cachedInput()).number(tokens.cacheWrite()).number(tokens.output())
                .number(tokens.reasoning()).text(tokens.source().wireName());
    }

    static Tokens read(Cells cells) throws SQLException {
        return new Tokens(cells.optionalNumber("input_tokens"), cells.optionalNumber("cached_input_tokens"),
                cells.optionalNumber("cache_write_tokens"), cells.optionalNumber("output_tokens"),
                cells.optionalNumber("reasoning_tokens"), cells.constant(UsageSource.class, "usage_source"));
    }
}
