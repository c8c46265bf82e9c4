package vectord.service.collection;

import ai.client.AiException;
import ai.client.ModelRef;
import java.util.function.Supplier;
import vectord.service.VectorsException;

/// A call to a model, whose failure is told by provider, model and reason. What the other side said of it is left out: it
/// may quote what it was sent.
record ModelCall(String provider, ModelRef model) {

    <T> T run(Supplier<T> call) {
        try {
            return call.get();
        } catch (AiException e) {
            var code = e.code() == AiException.Code.TIMEOUT
                    ? VectorsException.Code.MODEL_TIMEOUT
                    : VectorsException.Code.MODEL_FAILED;
            throw new VectorsException(code, this + ": " + reason(e), e);
        }
    }

    private static String reason(AiException e) {
        return switch (e.code()) {
            case CONNECT -> "no connection";
            case CONNECT_TIMEOUT -> "no connection in time";
            case STATUS -> "answered " + e.httpStatus().orElse(0);
            case BAD_RESPONSE -> "its answer could not be read";
            case CUT -> "hung up before its answer was complete";
            case TIMEOUT -> "no answer in time";
        };
    }

    /// Whether the call itself was refused, so that it would be refused again.
    static boolean refused(VectorsException e) {
        return e.getCause() instanceof AiException cause && cause.httpStatus().isPresent()
                && cause.httpStatus().getAsInt() / 100 == 4 && cause.httpStatus().getAsInt() != 429
                && cause.httpStatus().getAsInt() != 408;
    }

    @Override
    public String toString() {
        return model.provider().orElse(provider) + "/" + model.model().orElse("(default model)");
    }
}
