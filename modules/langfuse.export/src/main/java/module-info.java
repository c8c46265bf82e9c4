/// Tells Langfuse of every model call that was sent: reads the ledger's outbox, makes a generation of each row, and posts them
/// in OpenTelemetry's protocol. Started and stopped with the server; boot touches its settings and its one exception.
module langfuse.export {

    requires com.fasterxml.jackson.databind;
    requires com.google.protobuf;
    requires io.helidon.microprofile.server;
    requires io.opentelemetry.proto;
    requires jakarta.cdi;
    requires jakarta.inject;
    requires jakarta.interceptor;
    requires java.net.http;
    requires re2j;
    requires telemetry;
    requires usage.store;

    requires transitive microprofile.config.api;

    exports langfuse.export;
    exports langfuse.export.checkup to lakehouse;
    // What boot measures the whole with.
    exports langfuse.export.sending to lakehouse;

    // CDI makes the bean in here.
    opens langfuse.export.boot to io.helidon.microprofile.cdi, weld.core.impl;

}
