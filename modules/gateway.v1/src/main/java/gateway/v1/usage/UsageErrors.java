package gateway.v1.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Fault;
import gateway.v1.call.GatewayException;
import gateway.v1.call.Json;
import gateway.v1.protocol.ErrorShape;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import usage.store.ErrorType;
import usage.store.LedgerException;
import usage.store.UsageQueries;

/// Tells what went wrong with a question to the ledger, in the shape of `/v1/*`.
final class UsageErrors {

    private UsageErrors() {}

    private static Response answer(ObjectNode body, int status) {
        return Response.status(status).type(MediaType.APPLICATION_JSON).entity(Json.bytes(body)).build();
    }

    /// A wrong parameter.
    @Provider
    @ApplicationScoped
    public static class OfGateway implements ExceptionMapper<GatewayException> {

        @Override
        public Response toResponse(GatewayException exception) {
            return answer(ErrorShape.OPENAI.body(exception.fault()), exception.fault().httpStatus());
        }
    }

    /// A question the ledger cannot answer; where the database is gone, how complete it would be is told all the same.
    @Provider
    @ApplicationScoped
    public static class OfLedger implements ExceptionMapper<LedgerException> {

        private final UsageQueries queries;

        @Inject
        OfLedger(UsageQueries queries) {
            this.queries = queries;
        }

        /// For the container's proxy.
        protected OfLedger() {
            this(null);
        }

        @Override
        public Response toResponse(LedgerException exception) {
            int status = exception.code().httpStatus();
            var body = ErrorShape.OPENAI.body(fault(exception, status));
            if (exception.code() == LedgerException.Code.UNAVAILABLE) {
                body.set("completeness", UsageDocuments.completeness(queries.completeness()));
            }
            return answer(body, status);
        }

        // The message of a wrong query begins with the parameter's name.
        private static Fault fault(LedgerException exception, int status) {
            var message = exception.getMessage();
            return switch (exception.code()) {
                case INVALID_QUERY -> Fault.invalid(message.split(" ", 2)[0], message);
                case BUSY -> new Fault(ErrorType.LIMIT, status, message);
                case UNRECORDABLE, UNAVAILABLE, UNKNOWN_ATTEMPT, CANNOT_OPEN, NEWER_FORMAT ->
                    new Fault(ErrorType.INTERNAL, status, message);
            };
        }
    }
}
