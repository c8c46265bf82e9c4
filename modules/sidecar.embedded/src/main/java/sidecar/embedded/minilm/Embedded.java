package sidecar.embedded.minilm;

import java.util.Arrays;
import java.util.List;

/// A text as a vector.
///
/// @param vector `float[dimensions]`, of length 1
/// @param tokens tokens that the encoder read, the two of its frame included
public record Embedded(float[] vector, int tokens) {

    /// The cosine of the angle to another one: 1 is the same direction.
    public double similarity(Embedded other) {
        double sum = 0;
        for (int at = 0; at < vector.length; at++) {
            sum += vector[at] * other.vector[at];
        }
        return sum;
    }

    /// The mean of some, at least one, scaled to length 1.
    public static Embedded mean(List<Embedded> some) {
        var sum = new float[some.getFirst().vector.length];
        for (var one : some) {
            for (int at = 0; at < sum.length; at++) {
                sum[at] += one.vector[at];
            }
        }
        return new Embedded(sum, some.stream().mapToInt(Embedded::tokens).sum()).first(sum.length);
    }

    /// Its first `dimensions`, scaled to length 1.
    public Embedded first(int dimensions) {
        var first = Arrays.copyOf(vector, dimensions);
        double square = 0;
        for (float value : first) {
            square += value * value;
        }
        var length = (float) Math.max(Math.sqrt(square), 1e-12);
        for (int at = 0; at < dimensions; at++) {
            first[at] /= length;
        }
        return new Embedded(first, tokens);
    }
}
