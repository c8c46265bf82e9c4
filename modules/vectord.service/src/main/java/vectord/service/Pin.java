package vectord.service;

/// The embedding a collection is bound to since its first one: vectors of different models cannot be compared.
///
/// @param provider provider as the gateway's configuration names it
/// @param model the model that answered
/// @param dimensions length of its vectors
public record Pin(String provider, String model, int dimensions) {

    @Override
    public String toString() {
        return provider + "/" + model + " (" + dimensions + " dimensions)";
    }
}
