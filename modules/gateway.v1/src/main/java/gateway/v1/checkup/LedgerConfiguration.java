package gateway.v1.checkup;

import gateway.v1.config.SettingsReader;
import java.time.InstantSource;
import org.eclipse.microprofile.config.Config;
import usage.store.StoreSettings;

/// Where the gateway keeps its ledger and how, for whoever has to do with it while no gateway runs.
public final class LedgerConfiguration {

    private LedgerConfiguration() {}

    /// @throws gateway.v1.ConfigurationException naming the key that is wrong
    public static StoreSettings read(Config config, InstantSource clock) {
        return new SettingsReader(config).ledger(clock);
    }
}
