package usage.store.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import usage.store.h2.Parameters;
import usage.store.h2.Sql;

/// Writes the roll-ups of one hour or day.
record RollUpTable(Grain grain, Instant start) {

    private static final String PLACE = "grain, level, starts_at, ";
    private static final Dimensions ALL = Level.FULL.dimensions();
    private static final String INSERT = Sql.insert("rollups", PLACE + ALL.columns() + Partial.ALL_COLUMNS);
    private static final String INSERT_SIGNATURE = Sql.insert("rollup_signatures",
            PLACE + ALL.columns() + "signature, calls");

    /// A line to write.
    record Line(Level level, RollUp.Line key, Partial partial) {}

    /// A line of a signature to write.
    record SignatureLine(Level level, Combination combination, long signature, long calls) {}

    static List<Line> lines(Map<Level, RollUp> rollUps) {
        var lines = new ArrayList<Line>();
        rollUps.forEach((level, rollUp) -> rollUp.partials().forEach((key, partial) -> lines.add(new Line(level, key, partial))));
        return lines;
    }

    static List<SignatureLine> signatureLines(Map<Level, RollUp> rollUps) {
        var lines = new ArrayList<SignatureLine>();
        rollUps.forEach((level, rollUp) -> {
            long number = 0;
            for (var signature : rollUp.signatures().entrySet()) {
                number++;
                for (var combination : signature.getKey()) {
                    lines.add(new SignatureLine(level, combination, number, signature.getValue()));
                }
            }
        });
        return lines;
    }

    /// Deletes about `most` lines of the levels.
    ///
    /// @return how many; fewer than `most` where none is left
    int delete(Connection connection, Collection<Level> levels, int most) throws SQLException {
        int deleted = 0;
        for (var table : List.of("rollups", "rollup_signatures")) {
            for (var level : levels) {
                deleted += Sql.update(connection, "DELETE FROM " + table
                        + " WHERE grain = ? AND level = ? AND starts_at = ? FETCH FIRST ? ROWS ONLY",
                        parameters -> fill(parameters, level).number(most));
            }
        }
        return deleted;
    }

    int insertLines(Connection connection, List<Line> lines) throws SQLException {
        Sql.batch(connection, INSERT, lines, (parameters, line) -> {
            line.level().dimensions().write(fill(parameters, line.level()), line.key().combination(), ALL);
            line.partial().write(parameters, line.key().currency());
        });
        return lines.size();
    }

    int insertSignatureLines(Connection connection, List<SignatureLine> lines) throws SQLException {
        Sql.batch(connection, INSERT_SIGNATURE, lines, (parameters, line) -> {
            line.level().dimensions().write(fill(parameters, line.level()), line.combination(), ALL);
            parameters.number(line.signature()).number(line.calls());
        });
        return lines.size();
    }

    private Parameters fill(Parameters parameters, Level level) throws SQLException {
        return parameters.text(grain.wireName()).text(level.wireName()).moment(start);
    }
}
