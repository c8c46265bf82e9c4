package lakehouse.shell;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lakehouse.remote.Access;
import lakehouse.remote.RemoteService;
import lakehouse.remote.SqlClient;
import provider.scripted.Received;
import provider.scripted.Reply;
import provider.scripted.ScriptedProvider;

/// A service that answers 7 to every question, but refuses what has `wrong` in it, has more rows of what has `more` in it,
/// and is slow with what has `slow` in it. Its views have the columns `caller` and `cost`.
final class ScriptedLedger implements AutoCloseable {

    private static final String ANSWER = "{\"columns\":[{\"name\":\"n\",\"type\":\"integer\"}],\"rows\":[[7]],\"truncated\":false}";
    private static final String COLUMNS = """
            {"columns":[{"name":"caller","type":"character varying"},{"name":"cost","type":"decimal"}],"rows":[]}""";

    private final CountDownLatch slowBegan = new CountDownLatch(1);
    private final CountDownLatch slowEnds = new CountDownLatch(1);
    private final ScriptedProvider service = ScriptedProvider.start(this::reply);
    private final RemoteService remote = new RemoteService(new Access(service.uri(), Optional.empty()));

    private Reply reply(Received call) {
        var sql = call.body().path("sql").textValue();
        if (sql.endsWith(" LIMIT 0")) {
            return Reply.json(200, COLUMNS);
        }
        if (sql.contains("wrong")) {
            return Reply.json(400, "{\"error\":{\"message\":\"sql may not\"}}");
        }
        if (sql.contains("slow")) {
            slowBegan.countDown();
            return new Reply.Wait(slowEnds, Reply.json(200, ANSWER));
        }
        boolean more = sql.contains("more");
        return call.header("accept").filter("text/csv"::equals).isPresent()
                ? new Reply.Whole(200, "text/csv", "n\r\n7\r\n", Map.of("x-lakehouse-truncated", Boolean.toString(more)))
                : Reply.json(200, ANSWER.replace("false", Boolean.toString(more)));
    }

    SqlClient client() {
        return new SqlClient(remote);
    }

    URI uri() {
        return service.uri();
    }

    /// The questions so far, without those for the columns of views.
    List<String> asked() {
        return service.received().stream().map(call -> call.body().path("sql").textValue())
                .filter(sql -> !sql.endsWith(" LIMIT 0")).toList();
    }

    /// Ends the service, and not what asks it.
    void stop() {
        service.close();
    }

    /// Waits until a slow question has arrived.
    void awaitSlow(Duration patience) throws InterruptedException {
        if (!slowBegan.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("nobody asked a slow question: " + asked());
        }
    }

    @Override
    public void close() {
        slowEnds.countDown();
        remote.close();
        service.close();
    }
}
