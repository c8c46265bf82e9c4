package gateway.v1.provider;

import ai.client.direct.RawExchange;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Which headers of a provider's answer are passed on to the caller: those by which it may pace itself, and no others.
final class PassedHeaders {

    private static final List<String> BEGINNINGS = List.of("retry-after", "x-ratelimit-", "anthropic-ratelimit-",
            "x-should-retry");

    private PassedHeaders() {}

    static Map<String, String> of(RawExchange exchange) {
        return exchange.headers().entrySet().stream().filter(header -> !header.getValue().isEmpty())
                .map(header -> Map.entry(header.getKey().toLowerCase(Locale.ROOT), header.getValue().getFirst()))
                .filter(header -> BEGINNINGS.stream().anyMatch(header.getKey()::startsWith))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, second) -> first));
    }
}
