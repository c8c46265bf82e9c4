package lakehouse.clients;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What a client is to go through. Each has a model of its own for each client, by whose name the provider knows what to do,
/// and a row is known again.
enum Deed {
    ANSWER, STREAM, TOOL, TOOLSTREAM, JSON, EMBED, BETA, PROMPT, PROMPTSTREAM, RESPOND, RESPONDSTREAM, RESPONDTOOL, ENDLESS, CUT, LIMITED, WRONG, GONE;

    /// A model of this name there is nowhere.
    private static final List<Deed> WITHOUT_MODEL = List.of(GONE);

    /// The model that `client` asks for where it goes through this.
    String model(String client) {
        return name().toLowerCase(Locale.ROOT) + "-" + client;
    }

    /// What a provider is to do with a call of `model`.
    static Deed of(String model) {
        return valueOf(model.substring(0, model.indexOf('-')).toUpperCase(Locale.ROOT));
    }

    /// The models that a provider lists.
    static String[] models(List<String> clients) {
        return Stream.of(values()).filter(deed -> !WITHOUT_MODEL.contains(deed))
                .flatMap(deed -> clients.stream().map(deed::model)).toArray(String[]::new);
    }
}
