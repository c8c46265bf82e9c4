package usage.store.sql;

import java.util.Locale;
import java.util.regex.Pattern;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;

/// Puts every name into quotes, so that the database cannot take one for a word of its own: `CURRENT_USER` asks for a
/// column of that name, and there is none.
final class Names {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"\\\\\\p{Cntrl}]{1,128}\"");

    private Names() {}

    /// The name as the database compares it.
    static String bare(String name) {
        if (PLAIN.matcher(name).matches()) {
            return name.toUpperCase(Locale.ROOT);
        }
        if (QUOTED.matcher(name).matches()) {
            return name.substring(1, name.length() - 1);
        }
        throw Refusal.sql("has the name " + Refusal.shown(name) + "; a name is letters, digits and '_', or quoted \"so\"");
    }

    static String quoted(String name) {
        return '"' + bare(name) + '"';
    }

    static void quote(Alias alias) {
        if (alias != null) {
            alias.setName(quoted(alias.getName()));
            if (alias.getAliasColumns() != null) {
                alias.getAliasColumns().replaceAll(column -> {
                    if (column.colDataType != null) {
                        throw Refusal.sql("may not give the column " + Refusal.shown(column.name) + " a type");
                    }
                    return new Alias.AliasColumn(quoted(column.name));
                });
            }
        }
    }

    static void quote(Column column) {
        column.setColumnName(quoted(column.getColumnName()));
        if (column.getTable() != null) {
            qualifier(column.getTable());
        }
    }

    /// The table in front of a column.
    static void qualifier(Table table) {
        table.setName(quoted(unqualified(table)));
    }

    /// The name of a table that stands alone.
    static String unqualified(Table table) {
        if (table.getNameParts().size() != 1) {
            throw Refusal.sql("may not name a schema: " + Refusal.shown(table.getFullyQualifiedName()));
        }
        return table.getName();
    }
}
