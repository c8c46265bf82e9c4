package ai.client.observable;

import ai.client.direct.RawExchange;
import ai.client.direct.RawRequest;
import ai.client.http.HttpTransport;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.core.Configuration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.glassfish.jersey.client.ClientRequest;
import org.glassfish.jersey.client.ClientResponse;
import org.glassfish.jersey.client.spi.AsyncConnectorCallback;
import org.glassfish.jersey.client.spi.Connector;
import org.glassfish.jersey.client.spi.ConnectorProvider;
import org.glassfish.jersey.message.internal.Statuses;

/// Carries the REST client's requests over our transport. Its default one, the JDK's HTTP connection, repeats a POST when a
/// kept connection fails; told not to, it waits a millisecond before each request to see whether the connection still stands.
final class TransportConnector implements Connector, ConnectorProvider {

    private final HttpTransport transport;

    TransportConnector(HttpTransport transport) {
        this.transport = transport;
    }

    @Override
    public Connector getConnector(Client client, Configuration configuration) {
        return this;
    }

    @Override
    public ClientResponse apply(ClientRequest request) {
        // The body first: what writes it still sets headers.
        byte[] body = body(request);
        var headers = new HashMap<String, String>();
        request.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        var exchange = transport.exchange(new RawRequest(request.getMethod(), request.getUri().getRawPath(), headers, body));
        var response = new Answer(request, exchange);
        exchange.headers().forEach((name, values) -> response.getHeaders().put(name, values));
        response.setEntityStream(exchange.body());
        return response;
    }

    @Override
    public Future<?> apply(ClientRequest request, AsyncConnectorCallback callback) {
        var response = apply(request);
        callback.response(response);
        return CompletableFuture.completedFuture(response);
    }

    @Override
    public String getName() {
        return "lakehouse";
    }

    @Override
    public void close() {
        transport.close();
    }

    private static byte[] body(ClientRequest request) {
        if (!request.hasEntity()) {
            return new byte[0];
        }
        try {
            var bytes = new ByteArrayOutputStream();
            request.setStreamProvider(length -> bytes);
            request.writeEntity();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new ProcessingException("the request's body cannot be written", e);
        }
    }

    /// An answer whose end, or being closed before it, is the exchange's.
    private static final class Answer extends ClientResponse {

        private final RawExchange exchange;

        Answer(ClientRequest request, RawExchange exchange) {
            super(Statuses.from(exchange.status()), request);
            this.exchange = exchange;
        }

        @Override
        public void close() {
            exchange.close();
            super.close();
        }
    }
}
