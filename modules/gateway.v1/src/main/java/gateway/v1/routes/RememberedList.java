package gateway.v1.routes;

import gateway.v1.call.Fault;
import gateway.v1.call.GatewayException;
import gateway.v1.provider.ListedModel;
import gateway.v1.provider.Provider;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import usage.store.ErrorType;

/// One provider's list of models, remembered for some seconds. While an answer is awaited nothing is asked again, so that a
/// provider which is silent is asked by one alone. Safe for many threads.
final class RememberedList {

    /// How long a list, or that there is none, is remembered.
    static final Duration FRESH = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final System.Logger LOG = System.getLogger(RememberedList.class.getName());

    private record Question(Instant askedAt, CompletableFuture<List<ListedModel>> asked,
            CompletableFuture<List<ListedModel>> answer) {}

    private final Provider provider;
    private final InstantSource clock;
    private Optional<Question> last = Optional.empty();

    RememberedList(Provider provider, InstantSource clock) {
        this.provider = provider;
        this.clock = clock;
    }

    /// Begins to ask, unless the answer is known or under way. What goes wrong is said in the log once for each question.
    synchronized CompletableFuture<List<ListedModel>> ask() {
        var now = clock.instant();
        var known = last.filter(question -> !question.asked().isDone() || now.isBefore(question.askedAt().plus(FRESH)));
        if (known.isEmpty()) {
            var asked = CompletableFuture.supplyAsync(provider::models, Thread::startVirtualThread);
            var answer = asked.copy().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            answer.whenComplete((list, failure) -> {
                if (failure != null) {
                    LOG.log(Level.WARNING, "lists lack the models of provider {0}: {1}", provider.name(),
                            fault(provider.name(), failure).message());
                }
            });
            last = Optional.of(new Question(now, asked, answer));
        }
        return last.orElseThrow().answer();
    }

    /// What made a question fail.
    static Fault fault(String provider, Throwable failure) {
        return switch (failure) {
            case CompletionException wrapped when wrapped.getCause() != null -> fault(provider, wrapped.getCause());
            case GatewayException told -> told.fault();
            case TimeoutException _ -> new Fault(ErrorType.PROVIDER_UNAVAILABLE, 504,
                    "provider '" + provider + "' did not say in time which models it has");
            default -> new Fault(ErrorType.INTERNAL, 500, "provider '" + provider + "' could not be asked: " + failure);
        };
    }
}
