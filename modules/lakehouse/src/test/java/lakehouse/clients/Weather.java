package lakehouse.clients;

/// A structure to ask for.
public record Weather(String city, int degrees) {}
