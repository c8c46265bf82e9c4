/// Boot, command line, configuration and health of the whole; nothing depends on it.
module lakehouse {

    requires ai.client;
    requires gateway.v1;
    requires info.picocli;
    requires io.helidon.microprofile.server;
    requires sidecar.embedded;
    requires telemetry;
    requires usage.store;
    requires vectord.service;

}
