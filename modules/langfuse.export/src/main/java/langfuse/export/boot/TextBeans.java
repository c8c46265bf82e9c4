package langfuse.export.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import langfuse.export.LangfuseSettings;
import langfuse.export.TextSettings;
import langfuse.export.text.Texts;
import org.eclipse.microprofile.config.Config;

/// Where the text of calls goes: a bean of its own, because the gateway needs it before there is a ledger.
@ApplicationScoped
public class TextBeans {

    @Produces
    @Singleton
    Texts texts(Config config) {
        return Texts.of(LangfuseSettings.read(config).map(LangfuseSettings::text).orElse(TextSettings.OFF));
    }
}
