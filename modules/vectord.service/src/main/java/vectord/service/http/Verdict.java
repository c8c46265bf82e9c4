package vectord.service.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// What is to be said of one document of a request.
///
/// @param place where in the request it stands
/// @param id its id, where it has one
/// @param error what is wrong, a stable code
/// @param detail what is wrong, for people
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Verdict(@JsonUnwrapped Place place, Optional<String> id, Error error, String detail) {

    /// Where a document stands in its request.
    ///
    /// @param line of JSON Lines, from 1
    /// @param index in a JSON list, from 0
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Place(OptionalInt line, OptionalInt index) {

        static Place line(int line) {
            return new Place(OptionalInt.of(line), OptionalInt.empty());
        }

        static Place index(int index) {
            return new Place(OptionalInt.empty(), OptionalInt.of(index));
        }

        @Override
        public String toString() {
            return line.isPresent() ? "line " + line.getAsInt() : "index " + index.orElse(0);
        }
    }

    /// The stable codes.
    enum Error {
        EMPTY_TEXT, MISSING_ID, INVALID_ID, DUPLICATE_ID, WRONG_TYPE, INVALID_UTF8, MALFORMED_JSON, NOT_AN_OBJECT,
        /// The one that does not keep a document out: the field is left out.
        NULL_METADATA;

        @JsonValue
        String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Whether the document went in or was kept out.
    @JsonProperty
    String status() {
        return error == Error.NULL_METADATA ? "accepted" : "rejected";
    }
}
