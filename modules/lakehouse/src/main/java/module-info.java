/// Boot, command line, configuration and health of the whole; nothing depends on it.
module lakehouse {

    requires ai.client;
    requires com.fasterxml.jackson.databind;
    requires gateway.v1;
    requires info.picocli;
    requires io.helidon;
    requires io.helidon.common;
    requires io.helidon.http;
    requires io.helidon.logging.common;
    requires io.helidon.microprofile.server;
    requires io.helidon.webserver;
    requires java.logging;
    requires java.management;
    requires java.net.http;
    // Its signals: the terminal looks them up by name, and Ctrl-C would end the process where they are missing.
    requires jdk.unsupported;
    requires langfuse.export;
    requires me.tongfei.progressbar;
    requires microprofile.config.api;
    requires microprofile.health.api;
    requires microprofile.metrics.api;
    requires org.jline.reader;
    requires org.jline.terminal;
    requires org.yaml.snakeyaml;
    requires sidecar.embedded;
    requires telemetry;
    requires usage.store;
    requires vectord.service;

    // A resource.
    opens lakehouse.backup to io.helidon.microprofile.cdi, jersey.server, weld.core.impl;
    // Options and parameters are fields.
    opens lakehouse.bench to info.picocli;
    opens lakehouse.command to info.picocli;
    opens lakehouse.health to io.helidon.microprofile.cdi, weld.core.impl;
    // A formatter and a handler that its configuration names.
    opens lakehouse.logging to java.logging;
    opens lakehouse.service to io.helidon.microprofile.cdi, weld.core.impl;

    // Benchmarks: tools named bench-NAME, offered by the modules that they measure.
    uses java.util.spi.ToolProvider;

    provides java.util.spi.ToolProvider with lakehouse.bench.LangfuseBenchmark;

}
