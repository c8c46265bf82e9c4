package usage.store.h2;

import java.sql.SQLException;
import usage.store.ErrorType;
import usage.store.Settlement;
import usage.store.Status;

/// The columns that a [Settlement] fills.
final class SettlementColumns {

    static final String NAMES = "status, error_type, finish_reason, http_status, sent_at, first_token_at, finished_at, "
            + "response_model, provider_request_id, " + TokenColumns.NAMES;

    private SettlementColumns() {}

    static void write(Parameters parameters, Settlement settlement) throws SQLException {
        parameters.text(settlement.status().wireName()).text(settlement.errorType().map(ErrorType::wireName))
                .text(settlement.finishReason()).number(settlement.httpStatus());
        parameters.moment(settlement.sentAt()).moment(settlement.firstTokenAt()).moment(settlement.finishedAt());
        parameters.text(settlement.responseModel()).text(settlement.providerRequestId());
        TokenColumns.write(parameters, settlement.tokens());
    }

    static Settlement read(Cells cells) throws SQLException {
        return new Settlement(cells.constant(Status.class, "status"), cells.optionalConstant(ErrorType.class, "error_type"),
                cells.optionalText("finish_reason"), cells.optionalInt("http_status"), cells.optionalMoment("sent_at"),
                cells.optionalMoment("first_token_at"), cells.moment("finished_at"), TokenColumns.read(cells),
                cells.optionalText("response_model"), cells.optionalText("provider_request_id"));
    }
}
