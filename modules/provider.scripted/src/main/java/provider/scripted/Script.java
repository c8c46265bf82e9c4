package provider.scripted;

/// Decides what a provider does with each model call; called on many threads.
@FunctionalInterface
public interface Script {

    /// What to do with `call`.
    Reply reply(Received call);
}
