package lakehouse.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A process started by the image's launcher, as a user would start it.
public final class Launched implements AutoCloseable {

    public static final Path IMAGE = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("target/image");
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path output;
    private final URI uri;

    private Launched(Process process, Path output, URI uri) {
        this.process = process;
        this.output = output;
        this.uri = uri;
    }

    /// Runs a command from a directory of its own.
    static Launched run(Path directory, Map<String, String> environment, String... command) throws IOException {
        return run(IMAGE.resolve("bin/lakehouse"), directory, environment, URI.create("http://127.0.0.1"), List.of(command));
    }

    static Launched run(Path launcher, Path directory, Map<String, String> environment, URI uri, List<String> command)
            throws IOException {
        var words = new ArrayList<>(List.of(launcher.toString()));
        words.addAll(command);
        var output = Files.createTempFile(directory, "output", ".txt");
        var builder = new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().putAll(environment);
        return new Launched(builder.start(), output, uri);
    }

    /// Starts a service on a free port and waits until it lives.
    public static Launched serve(Path directory, Map<String, String> environment) throws IOException, InterruptedException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var service = run(IMAGE.resolve("bin/lakehouse"), directory, environment, URI.create("http://127.0.0.1:" + port),
                List.of("serve", "--data", "data", "--port", Integer.toString(port)));
        service.awaitLife();
        return service;
    }

    private void awaitLife() throws InterruptedException {
        long until = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < until) {
            try {
                if (get("/health/live").statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                    throw new AssertionError("it ended instead of living: " + output(), e);
                }
            }
        }
        close();
        throw new AssertionError("it does not live after " + START_LIMIT + ": " + output());
    }

    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return http.send(request(path, headers).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> put(String path, String... headers) throws IOException, InterruptedException {
        return http.send(request(path, headers).PUT(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String json, String... headers) throws IOException, InterruptedException {
        return http.send(posting(path, json, headers), BodyHandlers.ofString());
    }

    /// Returns when the answer begins.
    HttpResponse<Stream<String>> stream(String path, String json) throws IOException, InterruptedException {
        return http.send(posting(path, json), BodyHandlers.ofLines());
    }

    private HttpRequest posting(String path, String json, String... headers) {
        return request(path, headers).header("content-type", "application/json").POST(BodyPublishers.ofString(json)).build();
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(uri.resolve(path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    /// Waits until it says something that contains `text`; it answers shortly before it says that it serves.
    String awaitLine(String text) throws InterruptedException {
        long until = System.nanoTime() + START_LIMIT.toNanos();
        do {
            var line = output().stream().filter(said -> said.contains(text)).findFirst();
            if (line.isPresent()) {
                return line.get();
            }
        } while (!process.waitFor(20, TimeUnit.MILLISECONDS) && System.nanoTime() < until);
        throw new AssertionError("it has not said '" + text + "': " + output());
    }

    /// Sends SIGTERM.
    void terminate() {
        process.destroy();
    }

    /// The exit code; an error where it has not ended after `patience`.
    int exit(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("it has not ended after " + patience + ": " + output());
        }
        return process.exitValue();
    }

    public URI uri() {
        return uri;
    }

    long pid() {
        return process.pid();
    }

    /// What it has said on standard output and error, without the virtual machine's announcement of the vector module.
    public List<String> output() {
        try {
            return Files.readAllLines(output).stream().filter(line -> !line.startsWith("WARNING: Using incubator modules"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
        // Not close(): that waits for answers that nobody reads to their end.
        http.shutdownNow();
    }
}
