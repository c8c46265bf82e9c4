package vectord.service.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import vectord.service.VectorsException;
import vectord.service.http.Verdict.Error;
import vectord.service.http.Verdict.Place;
import vectord.service.json.Json;

/// The two forms in which documents come: JSON (one object, a list, or an object with a list `documents`), which is
/// readable as a whole or not at all, and JSON Lines, where each line is judged by itself. Blank lines are skipped.
final class DocumentsBody {

    private DocumentsBody() {}

    static Batch read(String contentType, byte[] body) {
        var type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        var batch = new Batch();
        switch (type) {
            case "application/json" -> json(body, batch);
            case "application/x-ndjson", "application/jsonl" -> lines(body, batch);
            default -> throw new VectorsException(VectorsException.Code.UNSUPPORTED_MEDIA_TYPE,
                    "documents are application/json, application/x-ndjson or application/jsonl, not " + type);
        }
        if (batch.accepted().isEmpty() && batch.verdicts().isEmpty()) {
            throw VectorsException.invalid("body", "the request has no documents in it");
        }
        return batch;
    }

    private static void json(byte[] body, Batch batch) {
        var root = Body.tree(body);
        var documents = root.path("documents");
        if (root.isMissingNode()) {
            return;
        }
        if (root.isArray()) {
            list(root, batch);
        } else if (documents.isArray() && root.size() == 1) {
            list(documents, batch);
        } else {
            batch.judge(Place.index(0), root);
        }
    }

    private static void list(JsonNode documents, Batch batch) {
        for (int index = 0; index < documents.size(); index++) {
            batch.judge(Place.index(index), documents.get(index));
        }
    }

    private static void lines(byte[] body, Batch batch) {
        int number = 1;
        for (int start = 0; start < body.length; number++) {
            int end = start;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            line(Place.line(number), Arrays.copyOfRange(body, start, end), batch);
            start = end + 1;
        }
    }

    private static void line(Place place, byte[] line, Batch batch) {
        try {
            if (!StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString().isBlank()) {
                batch.judge(place, Json.tree(line));
            }
        } catch (CharacterCodingException _) {
            batch.refuse(place, Error.INVALID_UTF8, "it is not valid UTF-8");
        } catch (UncheckedIOException _) {
            batch.refuse(place, Error.MALFORMED_JSON, "it is not one JSON value");
        }
    }
}
