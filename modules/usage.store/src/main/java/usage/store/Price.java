package usage.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/// What a model costs from some moment on. Immutable; its id is the hash of its content.
///
/// Counted parts (cached, cache write, reasoning) are charged at their own price and taken out of the whole; a part that the
/// provider does not count is charged as the whole is. An amount is at least 0, below 1,000,000,000 and has at most 12 decimals.
///
/// @param provider provider as configured
/// @param model model as the provider names it
/// @param input per million input tokens
/// @param cachedInput per million cached input tokens; empty: as `input`
/// @param cacheWrite per million tokens written to the cache; empty: as `input`
/// @param output per million output tokens; empty: a model that has no output, such as one for embeddings
/// @param reasoning per million reasoning tokens; empty: as `output`
/// @param perRequest per attempt that was sent
/// @param currency ISO 4217 code
/// @param from first moment it holds
public record Price(String provider, String model, BigDecimal input, Optional<BigDecimal> cachedInput,
        Optional<BigDecimal> cacheWrite, Optional<BigDecimal> output, Optional<BigDecimal> reasoning,
        Optional<BigDecimal> perRequest, String currency, Instant from) {

    private static final BigDecimal TOO_MUCH = BigDecimal.valueOf(1_000_000_000);
    private static final int MOST_DECIMALS = 12;

    public Price {
        if (provider.isBlank() || model.isBlank()) {
            throw new IllegalArgumentException("a price needs a provider and a model: '" + provider + "/" + model + "'");
        }
        var name = "price of " + provider + "/" + model;
        check(name, "input", Optional.of(input));
        check(name, "cached-input", cachedInput);
        check(name, "cache-write", cacheWrite);
        check(name, "output", output);
        check(name, "reasoning", reasoning);
        check(name, "per-request", perRequest);
        if (reasoning.isPresent() && output.isEmpty()) {
            throw new IllegalArgumentException(name + " has reasoning but no output");
        }
        if (!currency.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException(name + " needs an ISO 4217 currency: '" + currency + "'");
        }
    }

    private static void check(String price, String part, Optional<BigDecimal> amount) {
        amount.map(BigDecimal::stripTrailingZeros).filter(
                value -> value.signum() < 0 || value.compareTo(TOO_MUCH) >= 0 || value.scale() > MOST_DECIMALS)
                .ifPresent(value -> {
                    throw new IllegalArgumentException(price + ": " + part + " must be at least 0, below " + TOO_MUCH
                            + " and have at most " + MOST_DECIMALS + " decimals: " + value);
                });
    }
}
