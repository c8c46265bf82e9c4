package usage.store.h2;

import java.sql.SQLException;
import usage.store.Intent;
import usage.store.Operation;

/// The columns that an [Intent] fills; the caller's span stands beside them, in [CallerSpans].
final class IntentColumns {

    static final String NAMES = "call_id, attempt, request_id, group_id, trace_id, span_id, parent_span_id, "
            + "caller, api_key_id, end_user, session_id, tags, "
            + "endpoint, operation, route, provider, requested_model, target_model, stream, accepted_at";

    private IntentColumns() {}

    static void write(Parameters parameters, Intent intent) throws SQLException {
        var identity = intent.identity();
        var who = intent.who();
        var what = intent.what();
        parameters.key(intent.key()).text(identity.requestId()).text(identity.groupId()).text(identity.traceId())
                .text(identity.spanId()).text(identity.parentSpanId());
        parameters.text(who.caller()).text(who.apiKeyId()).text(who.endUser()).text(who.sessionId()).tags(who.tags());
        parameters.text(what.endpoint()).text(what.operation().wireName()).text(what.route()).text(what.provider())
                .text(what.requestedModel()).text(what.targetModel()).flag(what.stream());
        parameters.moment(intent.acceptedAt());
    }

    static Intent read(Cells cells) throws SQLException {
        var identity = new Intent.Identity(cells.text("request_id"), cells.text("group_id"), cells.optionalText("trace_id"),
                cells.optionalText("span_id"), cells.optionalText("parent_span_id"),
                cells.optionalText(CallerSpans.COLUMN));
        var who = new Intent.Who(cells.text("caller"), cells.optionalText("api_key_id"), cells.optionalText("end_user"),
                cells.optionalText("session_id"), cells.texts("tags"));
        var what = new Intent.What(cells.text("endpoint"), cells.constant(Operation.class, "operation"),
                cells.optionalText("route"), cells.optionalText("provider"), cells.optionalText("requested_model"),
                cells.optionalText("target_model"), cells.flag("stream"));
        return new Intent(cells.key(), identity, who, what, cells.moment("accepted_at"));
    }
}
