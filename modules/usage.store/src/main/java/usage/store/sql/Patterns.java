package usage.store.sql;

import java.util.function.Consumer;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;

/// LIKE and its pattern. The database tries every place for every `%`, so that the work of one row grows with the power
/// of how many there are: a pattern is written down, and has few of them.
final class Patterns {

    private static final int MOST = 3;

    private Patterns() {}

    static void check(LikeExpression like, Consumer<Expression> parts) {
        switch (like.getLikeKeyWord()) {
            case LIKE, ILIKE -> {
                if (like.isUseBinary() || !(like.getRightExpression() instanceof StringValue pattern)) {
                    throw Refusal.sql("must write the pattern of LIKE as text: " + Refusal.shown(like));
                }
                if (pattern.getValue().chars().filter(letter -> letter == '%').count() > MOST) {
                    throw Refusal.sql("has more than " + MOST + " '%' in a pattern: " + Refusal.shown(like));
                }
                parts.accept(like.getLeftExpression());
                parts.accept(pattern);
                parts.accept(like.getEscape());
            }
            default -> throw Refusal.sql("may not use " + like.getLikeKeyWord() + ": " + Refusal.shown(like));
        }
    }
}
