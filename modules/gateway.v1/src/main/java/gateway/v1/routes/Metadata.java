package gateway.v1.routes;

import gateway.v1.call.Fault;
import gateway.v1.call.GatewayException;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.ErrorShape;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.function.Function;
import usage.store.ErrorType;

/// Answers a question that is no call of a model, and makes no row.
@FunctionalInterface
interface Metadata {

    /// @throws GatewayException which is told in the protocol's shape
    void answer(ServerRequest request, Caller caller);

    /// Puts it at a path, which answers no other method.
    ///
    /// @param shape how its errors are told
    static void route(HttpRules rules, Method method, String path, Function<ServerRequest, ErrorShape> shape, Metadata metadata) {
        rules.route(method, path, handler(shape, metadata));
        rules.any(path, handler(shape, (request, caller) -> {
            throw new Fault(ErrorType.INVALID_REQUEST, 405,
                    path + " takes " + method.text() + ", not " + request.prologue().method()).asException();
        }));
    }

    private static Handler handler(Function<ServerRequest, ErrorShape> shape, Metadata metadata) {
        return (request, response) -> {
            var caller = new Caller(response, shape.apply(request));
            try {
                metadata.answer(request, caller);
            } catch (UncheckedIOException e) {
                tell(caller, Fault.invalid("body", e.getMessage()));
            } catch (GatewayException e) {
                if (e.fault().type() != ErrorType.CLIENT_GONE) {
                    tell(caller, e.fault());
                }
            }
        };
    }

    private static void tell(Caller caller, Fault fault) {
        try {
            caller.fail(fault);
        } catch (GatewayException e) {
            System.getLogger(Metadata.class.getName()).log(Level.DEBUG, "nobody was there to be told: {0}", fault.message());
        }
    }
}
