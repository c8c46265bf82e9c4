package usage.store.rollup;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import usage.store.Dimension;

/// The sets of dimensions that usage is rolled up by, the coarsest first. A question is answered from the first that has all
/// of the dimensions it is about. None has `group_id`, of which there is one for about every call.
enum Level {
    MODELS(Dimension.PROVIDER, Dimension.MODEL, Dimension.STATUS), //
    CALLERS(Dimension.CALLER, Dimension.STATUS), //
    USERS(Dimension.API_KEY_ID, Dimension.END_USER, Dimension.STATUS), //
    CORE(Dimension.PROVIDER, Dimension.MODEL, Dimension.CALLER, Dimension.OPERATION, Dimension.STATUS, Dimension.ENDPOINT,
            Dimension.ROUTE), //
    FULL(EnumSet.complementOf(EnumSet.of(Dimension.GROUP_ID)).toArray(Dimension[]::new));

    /// Those that know users.
    static final Set<Level> DETAILED = EnumSet.of(USERS, FULL);

    private final Dimensions dimensions;

    Level(Dimension... dimensions) {
        this.dimensions = new Dimensions(List.of(dimensions));
    }

    /// What it is rolled up by.
    Dimensions dimensions() {
        return dimensions;
    }

    /// Whether it knows more than a few callers and models can have between them, so that an hour of it has many lines.
    boolean isDetailed() {
        return DETAILED.contains(this);
    }

    /// The name as it stands in the tables.
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The coarsest level that knows all of `asked`, where one does.
    static Optional<Level> coarsestWith(Collection<Dimension> asked) {
        return Arrays.stream(values()).filter(level -> level.dimensions.all().containsAll(asked)).findFirst();
    }
}
