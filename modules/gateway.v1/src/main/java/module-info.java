/// Every HTTP surface in front of models: the door, the protocols, the providers, and the one place where an attempt
/// is opened and settled. Entered over HTTP; boot alone touches its one exported type.
@SuppressWarnings("module") // the name ends in a digit because the surface is /v1
module gateway.v1 {

    requires ai.client;
    requires com.fasterxml.jackson.databind;
    requires io.helidon.microprofile.server;
    requires jersey.common;
    requires jtokkit;
    requires telemetry;
    requires usage.store;

    exports gateway.v1;

}
