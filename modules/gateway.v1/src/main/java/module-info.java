/// Every HTTP surface in front of models: the door, the protocols, the providers, and the one place where an attempt
/// is opened and settled. Entered over HTTP; boot alone touches its exported types.
@SuppressWarnings("module") // the name ends in a digit because the surface is /v1
module gateway.v1 {

    requires ai.client;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.csv;
    requires info.picocli;
    requires io.helidon.common.socket;
    requires io.helidon.http.encoding;
    requires io.helidon.logging.common;
    requires io.helidon.metrics.api;
    requires io.helidon.microprofile.server;
    requires io.helidon.webserver;
    requires jakarta.annotation;
    requires jakarta.cdi;
    requires jakarta.inject;
    requires jakarta.interceptor;
    requires jakarta.ws.rs;
    requires jtokkit;
    requires telemetry;

    // What boot is told of the ledger's configuration.
    requires transitive microprofile.config.api;
    requires transitive usage.store;

    exports gateway.v1;
    // Loads that boot measures the whole with.
    exports gateway.v1.bench to lakehouse;
    exports gateway.v1.checkup to lakehouse;

    // CDI makes the beans in here, Jersey calls the resources.
    opens gateway.v1.boot to weld.core.impl, io.helidon.microprofile.cdi;
    opens gateway.v1.usage to weld.core.impl, io.helidon.microprofile.cdi, jersey.server;
    // The command-line library fills in the benchmark's options.
    opens gateway.v1.bench to info.picocli;

    // The server looks them up.
    provides io.helidon.http.encoding.spi.ContentEncodingProvider with gateway.v1.door.GzipCoding, gateway.v1.door.OtherCodings;
    provides java.util.spi.ToolProvider with gateway.v1.bench.GatewayBenchmark, gateway.v1.bench.HopBenchmark;

}
