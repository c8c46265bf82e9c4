package lakehouse.image;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// Many callers at once, each making one call after the other until the service is gone. Every call carries a mark, in its
/// text and as its user, by which the provider's side and the ledger's can be joined.
final class Callers implements AutoCloseable {

    private static final Pattern MARK = Pattern.compile("mark-\\d+-\\d+-[a-z]+");
    private static final List<String> KINDS = List.of("chat", "aborted", "stream", "fails", "aborted", "embed", "cut", "aborted",
            "hangsup");

    /// So many callers begin with a stream that is not over when the service is killed.
    static final int LONG = 4;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger calls = new AtomicInteger();
    private final URI service;
    private final int round;
    private final int count;
    private volatile boolean over;

    Callers(URI service, int round, int count) {
        this.service = service;
        this.round = round;
        this.count = count;
    }

    void start() {
        for (int caller = 0; caller < count; caller++) {
            threads.submit(this::callOn);
        }
    }

    static String markIn(String text) {
        var match = MARK.matcher(text);
        if (!match.find()) {
            throw new AssertionError("unmarked: " + text);
        }
        return match.group();
    }

    static int round(String mark) {
        return Integer.parseInt(mark.split("-")[1]);
    }

    static String kind(String mark) {
        return mark.substring(mark.lastIndexOf('-') + 1);
    }

    /// The service is gone when a call fails: that is how a caller ends.
    private Void callOn() throws InterruptedException, IOException {
        while (!over) {
            int number = calls.getAndIncrement();
            var kind = number < LONG ? "long" : KINDS.get(number % KINDS.size());
            call(kind, "mark-" + round + "-" + number + "-" + kind);
        }
        return null;
    }

    private void call(String kind, String mark) throws IOException, InterruptedException {
        var chat = "{\"stream\":" + (kind.equals("stream") || kind.equals("long") || kind.equals("cut") || kind.equals("aborted"))
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + mark + "\"}]}";
        var embed = kind.equals("embed");
        var request = HttpRequest.newBuilder(service.resolve(embed ? "/v1/embeddings" : "/v1/chat"))
                .header("content-type", "application/json")
                .header("x-lakehouse-user", mark).POST(BodyPublishers.ofString(embed ? "{\"input\":\"" + mark + "\"}" : chat))
                .build();
        try (var in = http.send(request, BodyHandlers.ofInputStream()).body()) {
            if (kind.equals("aborted")) {
                in.readNBytes(400);
            } else {
                in.readAllBytes();
            }
        }
    }

    /// Makes all of them hang up, and no further calls.
    void hangUp() {
        over = true;
        http.shutdownNow();
        threads.shutdownNow();
    }

    @Override
    public void close() {
        hangUp();
    }
}
