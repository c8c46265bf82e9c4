package lakehouse.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import lakehouse.remote.SqlClient;

/// The ledger's views and their columns, which the service is asked for.
final class Catalog {

    /// The views that are published.
    static final List<String> VIEWS = List.of("calls", "prices", "usage_hourly");

    private final SqlClient client;
    private final Map<String, Map<String, String>> views = new ConcurrentHashMap<>();
    private final AtomicBoolean loading = new AtomicBoolean();

    Catalog(SqlClient client) {
        this.client = client;
    }

    /// The columns of a view in order, each with its type.
    ///
    /// @throws LakehouseException where there is no such view, or as the service says it
    Map<String, String> columns(String view) {
        var name = view.toLowerCase(Locale.ROOT);
        if (!VIEWS.contains(name)) {
            throw new LakehouseException(Code.CONFIGURATION,
                    "no view is named '" + view + "'; there are " + String.join(", ", VIEWS));
        }
        return views.computeIfAbsent(name, this::asked);
    }

    /// What is known by now, for whoever cannot wait; what is missing is asked for in the background.
    Map<String, Map<String, String>> known() {
        if (views.size() < VIEWS.size() && loading.compareAndSet(false, true)) {
            Thread.ofVirtual().name("shell-catalog").start(this::load);
        }
        return Map.copyOf(views);
    }

    private void load() {
        try {
            VIEWS.forEach(this::columns);
        } catch (LakehouseException unavailable) {
            // Whoever asks something is told; to know the columns is a comfort only.
        } finally {
            loading.set(false);
        }
    }

    private Map<String, String> asked(String view) {
        var columns = new LinkedHashMap<String, String>();
        client.ask("SELECT * FROM " + view + " LIMIT 0").path("columns")
                .forEach(column -> columns.put(column.path("name").asText(), column.path("type").asText()));
        return columns;
    }
}
