package usage.store;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// What a store needs to know.
///
/// @param directory folder that the store owns; made where it does not exist
/// @param prices the price book
/// @param clock the time
public record StoreSettings(Path directory, List<Price> prices, InstantSource clock) {

    public StoreSettings {
        prices = List.copyOf(prices);
    }
}
