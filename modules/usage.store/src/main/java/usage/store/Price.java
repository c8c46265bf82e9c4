package usage.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/// What a model costs from some moment on. Immutable; its id is the hash of its content.
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
        Optional<BigDecimal> perRequest, String currency, Instant from) {}
