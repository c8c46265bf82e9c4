/// Calls to models. Programs use the observable client, whose every call goes through the gateway and is accounted
/// for; the direct client, straight to the sidecar, is for the gateway alone.
module ai.client {

    requires com.fasterxml.jackson.databind;
    // The REST client reads MicroProfile Config, and says so in no descriptor.
    requires io.helidon.microprofile.config;
    requires jakarta.ws.rs;
    requires jersey.client;
    requires jersey.common;
    requires jersey.mp.rest.client;
    requires microprofile.rest.client.api;
    requires org.apache.httpcomponents.client5.httpclient5;
    requires org.apache.httpcomponents.core5.httpcore5;

    exports ai.client;
    // Whoever held this package could make a call that the ledger never sees.
    exports ai.client.direct to gateway.v1;

    // The REST client makes its proxy from an interface in here.
    opens ai.client.observable to jersey.mp.rest.client;

}
