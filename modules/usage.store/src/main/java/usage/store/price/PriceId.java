package usage.store.price;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import usage.store.Price;

/// The id of a price: SHA-256 over its content, in hex. `0.5` and `0.50` are the same content.
final class PriceId {

    private PriceId() {}

    static String of(Price price) {
        var content = Stream
                .of(price.provider(), price.model(), amount(Optional.of(price.input())), amount(price.cachedInput()),
                        amount(price.cacheWrite()), amount(price.output()), amount(price.reasoning()), amount(price.perRequest()),
                        price.currency(), price.from().toString())
                .map(part -> part.length() + ":" + part).collect(Collectors.joining(","));
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static String amount(Optional<BigDecimal> amount) {
        return amount.map(value -> value.stripTrailingZeros().toPlainString()).orElse("-");
    }
}
