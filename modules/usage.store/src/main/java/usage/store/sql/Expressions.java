package usage.store.sql;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.AnyComparisonExpression;
import net.sf.jsqlparser.expression.ArrayConstructor;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.BooleanValue;
import net.sf.jsqlparser.expression.CaseExpression;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.DoubleValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.ExtractExpression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.IntervalExpression;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.TimeKeyExpression;
import net.sf.jsqlparser.expression.TimezoneExpression;
import net.sf.jsqlparser.expression.TrimFunction;
import net.sf.jsqlparser.expression.WhenClause;
import net.sf.jsqlparser.expression.operators.arithmetic.Addition;
import net.sf.jsqlparser.expression.operators.arithmetic.Division;
import net.sf.jsqlparser.expression.operators.arithmetic.Modulo;
import net.sf.jsqlparser.expression.operators.arithmetic.Multiplication;
import net.sf.jsqlparser.expression.operators.arithmetic.Subtraction;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ExistsExpression;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.GreaterThan;
import net.sf.jsqlparser.expression.operators.relational.GreaterThanEquals;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsBooleanExpression;
import net.sf.jsqlparser.expression.operators.relational.IsDistinctExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;
import net.sf.jsqlparser.expression.operators.relational.MinorThan;
import net.sf.jsqlparser.expression.operators.relational.MinorThanEquals;
import net.sf.jsqlparser.expression.operators.relational.NamedExpressionList;
import net.sf.jsqlparser.expression.operators.relational.NotEqualsTo;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import usage.store.LedgerException;

/// The part of [Queries] that goes through expressions.
final class Expressions {

    /// The binary operators, by their exact class: what inherits from one of them may be another thing.
    private static final Set<Class<?>> OPERATORS = Set.of(Addition.class, Division.class, Modulo.class,
            Multiplication.class, Subtraction.class, AndExpression.class, OrExpression.class, EqualsTo.class, NotEqualsTo.class,
            GreaterThan.class, GreaterThanEquals.class, MinorThan.class, MinorThanEquals.class, IsDistinctExpression.class);

    /// Digits without an exponent, which would write a number longer than any text.
    private static final Pattern NUMBER = Pattern.compile("[0-9.]{1,60}");
    private static final Pattern PERIOD = Pattern.compile("'[-+]?[0-9][0-9 :.-]{0,30}'");

    private static final long MOST_WORK = 20_000;
    private static final Pattern HUGE = Pattern.compile("[0-9.][eE][-+]?[0-9]{4,}");
    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F-]{16,}");
    private static final Pattern TYPE = Pattern.compile("([A-Za-z ]+?)(?: ?\\(\\d{1,3}(?:, ?\\d{1,3})?\\))?");

    private final Queries queries;
    private final Calls calls = new Calls(this);
    private final Set<Integer> parameters = new HashSet<>();
    private long parts;
    private long below;

    Expressions(Queries queries) {
        this.queries = queries;
    }

    /// The work of one row: how many parts are computed, where the columns of a query within a query stand for all of its
    /// own. `s || s` upon `s || s` doubles with every level; the database looks up from its work only between rows.
    ///
    /// @throws LedgerException where it is too much
    long work(Expression expression, Sources names) {
        long before = parts;
        check(expression, names);
        long work = parts - before;
        if (work > MOST_WORK) {
            throw Refusal.sql("builds expressions upon expressions, too many to compute for each row: "
                    + Refusal.shown(expression));
        }
        return work;
    }

    /// Columns stand for so much work from now on.
    ///
    /// @return how much it was before
    long upon(long work) {
        long before = below;
        below = work;
        return before;
    }

    void check(Expression expression, Sources names) {
        parts++;
        switch (expression) {
            case null -> {
            }
            case Column column -> column(column, names);
            case JdbcParameter parameter -> parameter(parameter);
            case LongValue number -> literal(number.getStringValue(), NUMBER);
            case DoubleValue number -> literal(number.toString(), NUMBER);
            case StringValue text -> text(text);
            case NullValue nothing -> {
            }
            case BooleanValue flag -> {
            }
            case TimeKeyExpression now -> word(now.getStringValue(), Vocabulary.MOMENTS);
            case IntervalExpression interval -> interval(interval);
            case AllTableColumns star -> {
                Names.qualifier(star.getTable());
                parts += below;
            }
            case AllColumns star -> parts += below;
            case NamedExpressionList<?> list -> throw Queries.unknown(list);
            case ExpressionList<?> list -> list.forEach(item -> check(item, names));
            case Function function -> calls.check(function, names);
            case AnalyticExpression function -> calls.check(function, names);
            case TrimFunction trim -> trim(trim, names);
            case CastExpression cast -> cast(cast, names);
            case ParenthesedSelect inner when inner.getClass() == ParenthesedSelect.class -> parts += queries.check(inner, names);
            default -> compound(expression, names);
        }
    }

    private void compound(Expression expression, Sources names) {
        switch (expression) {
            case NotExpression not -> check(not.getExpression(), names);
            case SignedExpression signed -> check(signed.getExpression(), names);
            case IsNullExpression test -> check(test.getLeftExpression(), names);
            case IsBooleanExpression test -> check(test.getLeftExpression(), names);
            case ExistsExpression exists -> check(exists.getRightExpression(), names);
            case Between between -> each(names, between.getLeftExpression(), between.getBetweenExpressionStart(),
                    between.getBetweenExpressionEnd());
            case InExpression in -> each(names, in.getLeftExpression(), in.getRightExpression());
            case AnyComparisonExpression any -> check(any.getSelect(), names);
            case ExtractExpression part -> {
                word(part.getName(), Vocabulary.UNITS);
                check(part.getExpression(), names);
            }
            case TimezoneExpression zoned -> {
                check(zoned.getLeftExpression(), names);
                zoned.getTimezoneExpressions().forEach(zone -> check(zone, names));
            }
            case CaseExpression choice -> {
                each(names, choice.getSwitchExpression(), choice.getElseExpression());
                choice.getWhenClauses().forEach(when -> check(when, names));
            }
            case WhenClause when -> each(names, when.getWhenExpression(), when.getThenExpression());
            case ArrayConstructor array -> check(array.getExpressions(), names);
            case LikeExpression like -> Patterns.check(like, (part) -> check(part, names));
            case BinaryExpression binary when OPERATORS.contains(binary.getClass()) -> each(names, binary.getLeftExpression(),
                    binary.getRightExpression());
            default -> throw Queries.unknown(expression);
        }
    }

    void each(Sources names, Expression... parts) {
        Stream.of(parts).forEach(part -> check(part, names));
    }

    void orders(List<OrderByElement> orders, Sources names) {
        queries.orders(orders, names);
    }

    private void column(Column column, Sources names) {
        Names.quote(column);
        parts += below;
        check(column.getArrayConstructor(), names);
    }

    /// Numbered, so that each keeps its place where a clause moves.
    private void parameter(JdbcParameter parameter) {
        if (parameter.isUseFixedIndex() || !parameter.getParameterCharacter().equals("?")) {
            throw Refusal.sql("may not number its parameters: " + Refusal.shown(parameter));
        }
        parameter.setUseFixedIndex(true);
        parameters.add(parameter.getIndex());
    }

    private static void text(StringValue text) {
        if (text.getPrefix() != null || !text.toString().startsWith("'")
                || text.getValue().replace("''", "").contains("'")) {
            throw Refusal.sql("may quote text only with ', a ' in it doubled: " + Refusal.shown(text));
        }
        if (isHuge(text.getValue())) {
            throw Refusal.sql("has a number with too large an exponent: " + Refusal.shown(text));
        }
    }

    /// A text that the database would write out as a number of millions of digits, were it to compute with it. Texts cannot
    /// be joined, so none comes about later.
    static boolean isHuge(String text) {
        return HUGE.matcher(text).find() && !HASH.matcher(text).matches();
    }

    private static void interval(IntervalExpression interval) {
        if (interval.getExpression() != null) {
            throw Queries.unknown(interval);
        }
        literal(interval.getParameter(), PERIOD);
        word(interval.getIntervalType(), Vocabulary.UNITS);
    }

    private void trim(TrimFunction trim, Sources names) {
        each(names, trim.getExpression(), trim.getFromExpression());
    }

    private void cast(CastExpression cast, Sources names) {
        var type = TYPE.matcher(cast.getColDataType().toString());
        if (!"CAST".equalsIgnoreCase(cast.keyword) && !cast.isImplicitCast() || !type.matches()
                || !Vocabulary.TYPES.contains(type.group(1).toUpperCase(Locale.ROOT))) {
            throw Refusal.sql("may not cast so: " + Refusal.shown(cast) + "; types are "
                    + Vocabulary.listed(Vocabulary.TYPES) + ", of at most 999 digits or characters");
        }
        check(cast.getLeftExpression(), names);
    }

    private static void literal(String text, Pattern form) {
        if (!form.matcher(text).matches()) {
            throw Refusal.sql("may not write a value so: " + Refusal.shown(text));
        }
    }

    static void word(String word, Set<String> known) {
        if (!known.contains(word.toUpperCase(Locale.ROOT))) {
            throw Refusal.sql("may not use " + Refusal.shown(word) + " there; known are " + Vocabulary.listed(known));
        }
    }

    /// How many different parameters there are.
    int parameters() {
        return parameters.size();
    }
}
