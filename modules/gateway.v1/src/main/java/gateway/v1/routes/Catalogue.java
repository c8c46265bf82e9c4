package gateway.v1.routes;

import gateway.v1.call.Fault;
import gateway.v1.call.GatewayException;
import gateway.v1.provider.ListedModel;
import gateway.v1.provider.Provider;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/// Every model that may be named: aliases first, then those of the default provider, then the others'. Each stands under the name
/// by which a request reaches it.
public final class Catalogue {

    /// A model that may be named.
    ///
    /// @param name by which a request reaches it
    /// @param provider whose it is
    /// @param model as its provider lists it
    record Entry(String name, String provider, ListedModel model) {}

    private final Map<String, RememberedList> lists = new LinkedHashMap<>();
    private final Map<String, String> aliases;
    private final String usual;

    /// @param usual the default provider
    /// @param aliases the operator's own names, each with the first of its targets
    public Catalogue(Map<String, Provider> providers, String usual, Map<String, String> aliases, InstantSource clock) {
        this.aliases = new TreeMap<>(aliases);
        this.usual = usual;
        lists.put(usual, new RememberedList(providers.get(usual), clock));
        new TreeMap<>(providers).forEach((name, provider) -> lists.putIfAbsent(name, new RememberedList(provider, clock)));
    }

    /// All of them. A provider that cannot be asked is left out.
    ///
    /// @throws GatewayException where none can be asked
    List<Entry> all() {
        var models = models();
        var named = aliases.entrySet().stream().map(alias -> alias(alias.getKey(), alias.getValue(), models));
        var others = models.entrySet().stream().flatMap(
                list -> list.getValue().stream()
                        .map(model -> new Entry(name(list.getKey(), model.name()), list.getKey(), model)));
        return Stream.concat(named, others).filter(entry -> !entry.model().name().isBlank()).toList();
    }

    /// The one of that name; Ollama takes `name` for `name:latest`, and every model may be named with its provider.
    ///
    /// @throws GatewayException where no provider can be asked
    Optional<Entry> find(String name) {
        var all = all();
        return Stream.of(name, name + ":latest").flatMap(wanted -> all.stream()
                .filter(entry -> entry.name().equals(wanted) || (entry.provider() + "/" + entry.model().name()).equals(wanted)))
                .findFirst().map(entry -> new Entry(name, entry.provider(), entry.model()));
    }

    private Map<String, List<ListedModel>> models() {
        // All are asked before the first answer is awaited.
        var asked = new LinkedHashMap<String, CompletableFuture<List<ListedModel>>>();
        lists.forEach((name, list) -> asked.put(name, list.ask()));
        var models = new LinkedHashMap<String, List<ListedModel>>();
        var faults = new ArrayList<Fault>();
        asked.forEach((name, answer) -> {
            try {
                models.put(name, answer.join());
            } catch (CompletionException e) {
                faults.add(RememberedList.fault(name, e));
            }
        });
        if (models.isEmpty()) {
            throw faults.getFirst().asException();
        }
        return models;
    }

    /// Bare where that leads there, else with its provider in front.
    private String name(String provider, String model) {
        int slash = model.indexOf('/');
        boolean leadsElsewhere = aliases.containsKey(model) || slash > 0 && lists.containsKey(model.substring(0, slash));
        return provider.equals(usual) && !leadsElsewhere ? model : provider + "/" + model;
    }

    private Entry alias(String alias, String target, Map<String, List<ListedModel>> models) {
        int slash = target.indexOf('/');
        boolean names = slash > 0 && lists.containsKey(target.substring(0, slash));
        var provider = names ? target.substring(0, slash) : usual;
        var model = names ? target.substring(slash + 1) : target;
        return new Entry(alias, provider, models.getOrDefault(provider, List.of()).stream()
                .filter(listed -> listed.name().equals(model) || listed.name().equals(model + ":latest")).findFirst()
                .orElseGet(() -> ListedModel.named(model)));
    }
}
