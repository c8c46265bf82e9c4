/// The ledger: one row for every attempt at a model call, opened before the first byte leaves and settled exactly
/// once. Owns the journal, the table, prices, queries and retention; used by the gateway and by nobody else.
module usage.store {

    requires com.h2database;
    requires com.zaxxer.hikari;
    requires flyway.core;
    requires info.picocli;
    requires java.management;
    requires HdrHistogram;
    requires jdk.management;
    requires net.sf.jsqlparser;

    requires transitive java.sql;

    exports usage.store;

    opens usage.store.db.migrations;
    // The command-line library fills in the benchmark's options.
    opens usage.store.bench to info.picocli;

    provides java.util.spi.ToolProvider with usage.store.bench.LedgerBenchmark;

}
