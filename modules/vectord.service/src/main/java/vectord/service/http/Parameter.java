package vectord.service.http;

import vectord.service.VectorsException;

/// Query parameters, read strictly.
final class Parameter {

    private Parameter() {}

    static int number(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException _) {
            throw VectorsException.invalid(name, name + " is not a whole number");
        }
    }

    static boolean flag(String name, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw VectorsException.invalid(name, name + " is true or false");
        };
    }
}
