package usage.store.sql;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.GroupByElement;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.ParenthesedFromItem;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.WithItem;

/// Goes through a parsed query, refuses by name whatever kind of thing in it is not known here, and quotes its names.
/// Clauses that are not looked at here are found in the text that comes out (see [RenderedText]).
final class Queries {

    private final Expressions expressions = new Expressions(this);

    /// @param known queries named by a WITH around it
    /// @return the work of its costliest column (see [Expressions#work])
    long check(Select query, Sources known) {
        var names = known.copy();
        all(query.getWithItemsList()).forEach(item -> with(item, names));
        long work = switch (query) {
            case PlainSelect select -> select(select, names);
            case SetOperationList list -> list.getSelects().stream().mapToLong(part -> check(part, names)).max().orElse(0);
            case ParenthesedSelect inner -> {
                Names.quote(inner.getAlias());
                yield check(inner.getSelect(), names);
            }
            default -> throw unknown(query);
        };
        orders(query.getOrderByElements(), names);
        Optional.ofNullable(query.getLimit()).ifPresent(limit -> {
            expression(limit.getRowCount(), names);
            expression(limit.getOffset(), names);
        });
        Optional.ofNullable(query.getOffset()).ifPresent(offset -> expression(offset.getOffset(), names));
        Optional.ofNullable(query.getFetch()).ifPresent(fetch -> expression(fetch.getExpression(), names));
        return work;
    }

    /// A query does not know its own name, so none calls itself.
    private void with(WithItem<?> item, Sources names) {
        if (item.isRecursive()) {
            throw Refusal.sql("may not use WITH RECURSIVE");
        }
        var name = Names.bare(item.getAliasName());
        if (names.knows(name)) {
            throw Refusal.sql("may not name a WITH " + Refusal.shown(item.getAliasName()) + ": there is one already");
        }
        if (!(item.getParenthesedStatement() instanceof ParenthesedSelect body)) {
            throw unknown(item.getParenthesedStatement());
        }
        long work = check(body, names);
        Names.quote(item.getAlias());
        all(item.getWithItemList()).forEach(column -> expression(column.getExpression(), names));
        names.add(name, work);
    }

    private long select(PlainSelect select, Sources names) {
        long below = expressions.upon(0);
        expressions.upon(Math.max(from(select.getFromItem(), names), joins(select.getJoins(), names)));
        long work = items(select.getSelectItems(), names);
        expression(select.getWhere(), names);
        Optional.ofNullable(select.getGroupBy()).ifPresent(group -> group(group, names));
        expression(select.getHaving(), names);
        if (select.getDistinct() != null && select.getDistinct().getOnSelectItems() != null) {
            throw Refusal.sql("may not use DISTINCT ON");
        }
        expressions.upon(below);
        return work;
    }

    private long items(List<SelectItem<?>> items, Sources names) {
        return all(items).stream().mapToLong(item -> {
            Names.quote(item.getAlias());
            return expression(item.getExpression(), names);
        }).max().orElse(0);
    }

    private long from(FromItem item, Sources names) {
        return switch (item) {
            case null -> 0;
            case Table table -> table(table, names);
            case ParenthesedSelect inner when inner.getClass() == ParenthesedSelect.class -> check(inner, names);
            case ParenthesedFromItem inner -> {
                Names.quote(inner.getAlias());
                yield Math.max(from(inner.getFromItem(), names), joins(inner.getJoins(), names));
            }
            default -> throw Sources.unknown(item);
        };
    }

    private static long table(Table table, Sources names) {
        var name = Names.unqualified(table);
        long work = names.work(name);
        table.setName(Names.quoted(name));
        Names.quote(table.getAlias());
        return work;
    }

    private long joins(List<Join> joins, Sources names) {
        return all(joins).stream().mapToLong(join -> {
            long work = from(join.getFromItem(), names);
            expressions.upon(work);
            join.getOnExpressions().forEach(condition -> expression(condition, names));
            all(join.getUsingColumns()).forEach(Names::quote);
            return work;
        }).max().orElse(0);
    }

    private void group(GroupByElement group, Sources names) {
        if (!all(group.getGroupingSets()).isEmpty()) {
            throw Refusal.sql("may not use GROUPING SETS");
        }
        expression(group.getGroupByExpressionList(), names);
    }

    void orders(List<OrderByElement> orders, Sources names) {
        all(orders).forEach(order -> expression(order.getExpression(), names));
    }

    private long expression(Expression expression, Sources names) {
        return expressions.work(expression, names);
    }

    /// How many different parameters were found.
    int parameters() {
        return expressions.parameters();
    }

    static <T> List<T> all(List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }

    static RuntimeException unknown(Object node) {
        return Refusal.sql("may not use " + node.getClass().getSimpleName() + ": " + Refusal.shown(node));
    }
}
