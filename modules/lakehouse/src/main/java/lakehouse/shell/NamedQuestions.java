package lakehouse.shell;

import java.util.stream.Collectors;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import usage.store.LedgerException;
import usage.store.NamedQuery;

/// The questions that come along, as they are typed: with an `@` before their name.
public final class NamedQuestions {

    private NamedQuestions() {}

    /// The SELECT that is meant: the text itself, or that of the question that it names.
    ///
    /// @throws LakehouseException `CONFIGURATION` naming those that there are
    public static String sql(String typed) {
        try {
            return typed.startsWith("@") ? NamedQuery.of(typed.substring(1)).sql() : typed;
        } catch (LedgerException e) {
            throw new LakehouseException(Code.CONFIGURATION, e.getMessage(), e);
        }
    }

    /// All of them, a line for each with what it is for.
    public static String list() {
        return NamedQuery.all().stream().map(query -> "%-18s %s%n".formatted("@" + query.name(), query.purpose()))
                .collect(Collectors.joining());
    }
}
