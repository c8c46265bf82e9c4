/// Calls to models. Programs use the observable client, whose every call goes through the gateway and is accounted
/// for; the direct client, straight to the sidecar, is for the gateway alone.
module ai.client {

    requires com.fasterxml.jackson.databind;
    requires io.helidon.webclient;
    requires jakarta.ws.rs;
    requires jersey.client;
    requires jersey.media.json.jackson;
    requires microprofile.rest.client.api;

    exports ai.client;
    // Whoever held this package could make a call that the ledger never sees.
    exports ai.client.direct to gateway.v1;

}
