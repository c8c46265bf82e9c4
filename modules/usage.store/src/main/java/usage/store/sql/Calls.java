package usage.store.sql;

import java.util.Locale;
import java.util.Set;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.AnalyticType;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.schema.Column;

/// The part of [Queries] that goes through calls of functions: each must be on the list.
final class Calls {

    private final Expressions expressions;

    Calls(Expressions expressions) {
        this.expressions = expressions;
    }

    void check(Function function, Sources names) {
        listed(function.getMultipartName().size() == 1 ? function.getName() : String.join(".", function.getMultipartName()),
                Vocabulary.FUNCTIONS);
        if (function.isEscaped() || function.getNamedParameters() != null) {
            throw Refusal.sql("may not call a function so: " + Refusal.shown(function));
        }
        arguments(function.getName(), function.getParameters(), names);
        expressions.orders(function.getOrderByElements(), names);
    }

    void check(AnalyticExpression function, Sources names) {
        boolean window = function.getType() == AnalyticType.OVER || function.getType() == AnalyticType.WITHIN_GROUP_OVER;
        listed(function.getName(), window ? Vocabulary.WINDOW : Vocabulary.AGGREGATES);
        if (function.getWindowElement() != null || function.getWindowName() != null) {
            throw Refusal.sql("may not set the frame of a window: " + Refusal.shown(function));
        }
        expressions.each(names, function.getExpression(), function.getOffset(), function.getDefaultValue(),
                function.getFilterExpression(), function.getPartitionExpressionList());
        expressions.orders(function.getOrderByElements(), names);
        expressions.orders(function.getFuncOrderBy(), names);
    }

    private void arguments(String function, ExpressionList<?> arguments, Sources names) {
        boolean unit = Vocabulary.TAKING_A_UNIT.contains(function.toUpperCase(Locale.ROOT));
        for (Expression argument : Queries.all(arguments)) {
            if (unit && argument instanceof Column name && name.getTable() == null) {
                Expressions.word(name.getColumnName(), Vocabulary.UNITS);
            } else {
                expressions.check(argument, names);
            }
            unit = false;
        }
    }

    private static void listed(String name, Set<String> known) {
        if (!known.contains(name.toUpperCase(Locale.ROOT))) {
            throw Refusal.sql("may not use the function " + Refusal.shown(name) + " there; known are "
                    + Vocabulary.listed(known));
        }
    }
}
