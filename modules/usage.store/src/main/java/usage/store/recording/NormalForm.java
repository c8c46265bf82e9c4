package usage.store.recording;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import usage.store.Intent;
import usage.store.Progress;
import usage.store.Settlement;
import usage.store.h2.StoredText;

/// Brings what callers say into the form in which it is stored: text bounded and escaped, time in whole microseconds. So an
/// entry of the journal has a longest length, and a row reads the same before and after it has been in the table.
final class NormalForm {

    private NormalForm() {}

    static Intent of(Intent intent) {
        var identity = intent.identity();
        var who = intent.who();
        var what = intent.what();
        return new Intent(intent.key(),
                new Intent.Identity(text(identity.requestId()), text(identity.groupId()), text(identity.traceId()),
                        text(identity.spanId()), text(identity.parentSpanId()), text(identity.callerSpanId())),
                new Intent.Who(text(who.caller()), text(who.apiKeyId()), text(who.endUser()), text(who.sessionId()),
                        who.tags().stream().map(tag -> StoredText.of(tag, StoredText.TAG)).toList()),
                new Intent.What(text(what.endpoint()), what.operation(), text(what.route()), text(what.provider()),
                        text(what.requestedModel()), text(what.targetModel()), what.stream()),
                moment(intent.acceptedAt()));
    }

    static Settlement of(Settlement settlement) {
        return new Settlement(settlement.status(), settlement.errorType(), text(settlement.finishReason()),
                settlement.httpStatus(), moment(settlement.sentAt()), moment(settlement.firstTokenAt()),
                moment(settlement.finishedAt()), settlement.tokens(), text(settlement.responseModel()),
                text(settlement.providerRequestId()));
    }

    static Progress of(Progress progress) {
        return new Progress(moment(progress.sentAt()), moment(progress.firstTokenAt()), progress.tokens());
    }

    static Instant moment(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MICROS);
    }

    private static Optional<Instant> moment(Optional<Instant> moment) {
        return moment.map(NormalForm::moment);
    }

    private static String text(String text) {
        return StoredText.of(text, StoredText.NAME);
    }

    private static Optional<String> text(Optional<String> text) {
        return text.map(NormalForm::text);
    }
}
