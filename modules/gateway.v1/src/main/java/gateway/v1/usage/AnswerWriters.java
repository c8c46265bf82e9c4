package gateway.v1.usage;

import gateway.v1.call.Json;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/// Write an [Answer] in the shape that was asked for.
final class AnswerWriters {

    private AnswerWriters() {}

    /// As JSON, which is also what comes unasked.
    @Provider
    @Produces(MediaType.APPLICATION_JSON)
    public static class AsJson implements MessageBodyWriter<Answer> {

        @Override
        public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
            return type == Answer.class;
        }

        @Override
        public void writeTo(Answer answer, Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType,
                MultivaluedMap<String, Object> headers, OutputStream out) throws IOException {
            out.write(Json.bytes(answer.document()));
        }
    }

    /// As CSV.
    @Provider
    @Produces(Csv.TYPE)
    public static class AsCsv implements MessageBodyWriter<Answer> {

        @Override
        public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
            return type == Answer.class;
        }

        @Override
        public void writeTo(Answer answer, Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType,
                MultivaluedMap<String, Object> headers, OutputStream out) throws IOException {
            out.write(Csv.bytes(answer.table()));
        }
    }
}
