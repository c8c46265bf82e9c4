package ai.client;

import java.util.Iterator;

/// An answer as it is made. To be read by one thread; [#close] before its end aborts the call.
///
/// The last event of a complete answer is [AnswerEvent.Finished]; a stream that is cut throws [AiException] instead.
public interface AnswerStream extends Iterator<AnswerEvent>, AutoCloseable {

    @Override
    void close();
}
