package vectord.service;

import java.util.Optional;

/// What can go wrong in `/vectors`, each with a stable code that maps to an HTTP status. Messages name what they are
/// about, and hold neither secrets nor the text of documents.
public final class VectorsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// The stable codes.
    public enum Code {
        /// No collection of that name.
        COLLECTION_NOT_FOUND(404, "No such collection"),
        /// The collection has no document of that id.
        DOCUMENT_NOT_FOUND(404, "No such document"),
        /// A name that breaks the rule for names.
        INVALID_NAME(400, "Not a name for a collection"),
        /// A name that `/vectors` needs for itself.
        RESERVED_NAME(409, "Reserved name"),
        /// A request that cannot be understood; the exception names the field.
        INVALID_REQUEST(400, "Invalid request"),
        /// A body in a format that is not taken here.
        UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
        /// Another embedding model than the one the collection is pinned to.
        EMBEDDING_CONFLICT(409, "Embedded by another model"),
        /// The collection exists with other settings.
        SETTINGS_CONFLICT(409, "Exists with other settings"),
        /// Nothing is searchable yet, so there is nothing to answer from.
        NOTHING_SEARCHABLE(409, "Nothing to answer from"),
        /// Too much waits to be embedded; to be tried again later.
        BUSY(503, "Too much is pending"),
        /// The collection is being closed.
        CLOSING(503, "Closing"),
        /// A call to a model failed.
        MODEL_FAILED(502, "Model call failed"),
        /// A call to a model took too long.
        MODEL_TIMEOUT(504, "Model call timed out"),
        /// The disk did not do as it was told.
        STORAGE(500, "Storage failed"),
        /// Written by a newer version; the message names its format and the newest that is known.
        NEWER_FORMAT(500, "Of a newer version");

        private final int status;
        private final String title;

        Code(int status, String title) {
            this.status = status;
            this.title = title;
        }

        /// The HTTP status it is answered with.
        public int status() {
            return status;
        }

        /// What it is called, for people.
        public String title() {
            return title;
        }
    }

    private final Code code;
    private final String field;

    private VectorsException(Code code, String field, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.field = field;
    }

    public VectorsException(Code code, String message) {
        this(code, "", message, null);
    }

    public VectorsException(Code code, String message, Throwable cause) {
        this(code, "", message, cause);
    }

    /// A request whose `field` cannot be understood.
    public static VectorsException invalid(String field, String message) {
        return new VectorsException(Code.INVALID_REQUEST, field, message, null);
    }

    /// The stable code.
    public Code code() {
        return code;
    }

    /// The field of the request that is at fault, where one is.
    public Optional<String> field() {
        return field.isEmpty() ? Optional.empty() : Optional.of(field);
    }
}
