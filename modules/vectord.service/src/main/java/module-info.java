/// `/vectors`: collections of documents with text, vector and hybrid search, and answers drawn from them. Every model
/// call it makes goes through the observable client.
///
/// @provides java.util.spi.ToolProvider the tool `bench-retrieval`, which measures search over a judged corpus
module vectord.service {

    requires ai.client;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires info.picocli;
    requires io.helidon.common.context;
    requires io.helidon.metrics.api;
    requires io.helidon.microprofile.server;
    requires java.net.http;
    requires microprofile.config.api;
    requires microprofile.metrics.api;
    requires org.apache.lucene.analysis.common;
    requires org.apache.lucene.core;
    requires telemetry;

    // Copies of the collections, for backups.
    exports vectord.service to lakehouse;

    opens vectord.service to com.fasterxml.jackson.databind;
    // The command-line library fills in the benchmark's options.
    opens vectord.service.bench to info.picocli;
    opens vectord.service.collection to com.fasterxml.jackson.databind;
    // Beans, resources and records.
    opens vectord.service.http
            to com.fasterxml.jackson.databind, io.helidon.microprofile.cdi, jersey.server, weld.core.impl;

    provides java.util.spi.ToolProvider with vectord.service.bench.RetrievalBench;

}
