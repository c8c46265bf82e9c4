package vectord.service.index;

import org.apache.lucene.util.VectorUtil;

/// Vectors made comparable by their dot product.
public final class UnitVector {

    private UnitVector() {}

    /// A copy of length 1.
    ///
    /// @throws IllegalArgumentException where it has no direction, is not finite, or is longer than the index takes
    public static float[] of(float[] vector) {
        if (vector.length == 0 || vector.length > WideVectors.MAX_DIMENSIONS) {
            throw new IllegalArgumentException(
                    "a vector has 1 to " + WideVectors.MAX_DIMENSIONS + " dimensions, not " + vector.length);
        }
        return VectorUtil.l2normalize(VectorUtil.checkFinite(vector.clone()), true);
    }
}
