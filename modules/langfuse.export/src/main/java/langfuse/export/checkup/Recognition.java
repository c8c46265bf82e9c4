package langfuse.export.checkup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import langfuse.export.LangfuseSettings;
import langfuse.export.sending.Connection;
import langfuse.export.sending.Connection.Outcome;

/// Whether Langfuse is there and takes the keys: it is asked which project they are of, which changes nothing there. Of what it
/// answers, its status, its time and the project's name are told and nothing else.
public sealed interface Recognition {

    /// It takes the keys.
    ///
    /// @param project the name of their project, where that was said and can be shown
    /// @param date what time it was over there, where that was said
    record Known(Optional<String> project, Optional<Instant> date) implements Recognition {}

    /// It does not take the keys.
    ///
    /// @param status 401, or 403 as for the keys of an organization
    /// @param date what time it was over there, where that was said
    record Refused(int status, Optional<Instant> date) implements Recognition {}

    /// Something answers that says nothing of the keys.
    ///
    /// @param status its status
    record Strange(int status) implements Recognition {}

    /// Nothing answers.
    ///
    /// @param reason in our words
    record Unreached(String reason) implements Recognition {}

    /// Asks.
    ///
    /// @param patience how long an answer may take, to its end
    static Recognition ask(LangfuseSettings settings, Duration patience) {
        var request = HttpRequest.newBuilder(settings.projects()).header("authorization", settings.authorization()).build();
        try (var connection = new Connection(patience)) {
            return switch (connection.send(request)) {
                case Outcome.Answered(var answer) -> understood(answer);
                case Outcome.None(var reason) -> new Unreached(reason);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unreached("interrupted");
        }
    }

    private static Recognition understood(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        var date = answer.headers().firstValue("date").flatMap(Recognition::date);
        return switch (status) {
            case 200 -> projects(answer.body()).<Recognition>map(projects -> new Known(name(projects), date))
                    .orElse(new Strange(status));
            case 401, 403 -> new Refused(status, date);
            default -> new Strange(status);
        };
    }

    /// The list of them, where it is an answer of Langfuse's.
    private static Optional<JsonNode> projects(byte[] body) {
        try {
            return Optional.of(new ObjectMapper().readTree(body).path("data")).filter(JsonNode::isArray);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// It is shown on a terminal.
    private static Optional<String> name(JsonNode projects) {
        return Optional.of(projects.path(0).path("name").asText())
                .filter(name -> !name.isBlank() && name.chars().noneMatch(Character::isISOControl));
    }

    private static Optional<Instant> date(String header) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
