package lakehouse.doctor;

/// What one check has found.
///
/// @param check what was looked at
/// @param state how it is
/// @param sentence the same for people: what was seen and, where that is not well, what to do
public record Finding(String check, State state, String sentence) {

    /// How something is.
    public enum State {

        /// As it should be.
        OK,
        /// It works, and somebody should look at it.
        WARN,
        /// It does not work, or soon will not.
        FAIL
    }

    static Finding ok(String check, String sentence) {
        return new Finding(check, State.OK, sentence);
    }

    static Finding warn(String check, String sentence) {
        return new Finding(check, State.WARN, sentence);
    }

    static Finding fail(String check, String sentence) {
        return new Finding(check, State.FAIL, sentence);
    }
}
