package usage.store.h2;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import org.h2.api.ErrorCode;

/// Tells the pool which errors end a connection: once H2 has closed the database, only a new one opens it again.
final class DeadConnections implements SQLExceptionOverride {

    // Plain `Override` is here the enum that this interface brings along.
    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        return switch (failure.getErrorCode()) {
            case ErrorCode.DATABASE_IS_CLOSED, ErrorCode.DATABASE_CALLED_AT_SHUTDOWN, ErrorCode.OBJECT_CLOSED,
                    ErrorCode.IO_EXCEPTION_1, ErrorCode.IO_EXCEPTION_2, ErrorCode.GENERAL_ERROR_1,
                    ErrorCode.FILE_CORRUPTED_1 ->
                Override.MUST_EVICT;
            default -> Override.CONTINUE_EVICT;
        };
    }
}
