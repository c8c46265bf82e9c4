package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Ollama;
import provider.scripted.ScriptedProvider;

/// `bin/lakehouse backup` while calls and documents come in, and `restore` of what it made.
@Tag("slow")
class BackupIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String SECRET = "a-key-that-is-nobodys-business";
    private static final int ROUNDS = 3;

    @TempDir
    private Path directory;

    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void everyBackupMadeUnderLoadIsAServiceWithAllThatWasAnsweredBefore() throws Exception {
        try (var sidecar = ScriptedProvider.start(Ollama.answering("all ", "of ", "it"), "m")) {
            var environment = Map.of("SIDECAR_URL", sidecar.uri().toString(), "USAGE_JOURNAL_SEGMENT_BYTES", "262144");
            configure(directory);
            var calls = new ArrayList<Set<String>>();
            var documents = new ArrayList<Set<String>>();
            var backups = new ArrayList<Path>();
            try (var service = Launched.serve(directory, environment)) {
                assertThat(service.post("/v1/admin/backup", "{}").statusCode()).isEqualTo(401);
                assertThat(service.post("/v1/admin/backup", "{\"to\":\"../elsewhere\"}", authorization()).statusCode())
                        .isEqualTo(400);
                assertThat(service.put("/vectors/notes", authorization()).statusCode()).isEqualTo(201);
                var load = load(service);
                try {
                    for (int round = 0; round < ROUNDS; round++) {
                        awaitMore(60);
                        calls.add(Set.copyOf(answered));
                        documents.add(Set.copyOf(acknowledged));
                        backups.add(backup(service, "round-" + round));
                    }
                    awaitMore(20);
                } finally {
                    over.set(true);
                    load.close();
                }
                assertThat(service.output()).noneMatch(line -> line.contains(" SEVERE ") || line.startsWith("\tat "));
            }
            assertThat(calls.getLast()).hasSizeGreaterThan(100);
            for (int round = 0; round < ROUNDS; round++) {
                assertThat(texts(backups.get(round))).as("the secret in a backup").doesNotContain(SECRET);
                var home = Files.createDirectory(directory.resolve("home-" + round));
                configure(home);
                restore(home, backups.get(round));
                try (var again = Launched.serve(home, environment)) {
                    assertThat(json(again, "/v1/usage/audit").path("agrees").asBoolean()).isTrue();
                    assertThat(users(again)).containsAll(calls.get(round)).doesNotContainNull();
                    check(again, documents.get(round));
                }
            }
        }
    }

    @Test
    void aServiceThatDoesNotRunIsBackedUpFromItsFilesAndADamagedBackupIsNotRestored() throws Exception {
        Files.writeString(directory.resolve("lakehouse.yaml"), "server: {port: 1}\n");
        try (var nothing = run("backup")) {
            assertThat(nothing.exit(SOON)).isEqualTo(1);
            assertThat(nothing.output()).singleElement().asString().contains("no service runs, and there is no data in ");
        }
        try (var sidecar = ScriptedProvider.start(Ollama.answering("all ", "of ", "it"), "m");
                var service = Launched.serve(directory, Map.of("SIDECAR_URL", sidecar.uri().toString()))) {
            assertThat(service.post("/v1/chat", chat("mark-0-0-chat"), "x-lakehouse-user", "mark-0-0-chat").statusCode())
                    .isEqualTo(200);
            try (var running = run("backup")) {
                assertThat(running.exit(SOON)).as(running.output().toString()).isEqualTo(3);
                assertThat(running.output()).singleElement().asString().contains("is in use by process " + service.pid());
            }
        }
        try (var made = run("backup", "--to", "mine")) {
            assertThat(made.exit(SOON)).as(made.output().toString()).isZero();
            assertThat(made.output().getFirst()).isEqualTo(directory.toRealPath().resolve("data/backups/mine").toString());
        }
        var backup = directory.resolve("data/backups/mine");
        try (var occupied = run("restore", backup.toString(), "--data", "data")) {
            assertThat(occupied.exit(SOON)).isEqualTo(2);
            assertThat(occupied.output()).singleElement().asString().contains("is not empty");
        }
        try (var made = run("restore", backup.toString(), "--data", "again")) {
            assertThat(made.exit(SOON)).as(made.output().toString()).isZero();
            assertThat(String.join("\n", made.output())).contains("again: 1 rows, which agree with the journal", "usage audit");
        }
        var database = backup.resolve("usage/database.zip");
        var bytes = Files.readAllBytes(database);
        bytes[bytes.length / 2] ^= 1;
        Files.write(database, bytes);
        try (var damaged = run("restore", backup.toString(), "--data", "third")) {
            assertThat(damaged.exit(SOON)).isEqualTo(1);
            assertThat(damaged.output()).singleElement().asString().contains("usage/database.zip is damaged");
        }
        assertThat(directory.resolve("third")).doesNotExist();
    }

    private static void configure(Path home) throws IOException {
        Files.writeString(home.resolve("lakehouse.yaml"),
                "auth: {keys: [{name: boss, key: " + SECRET + ", scopes: [call, usage, vectors, admin]}]}\n");
    }

    private ExecutorService load(Launched service) {
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        for (int caller = 0; caller < 4; caller++) {
            threads.submit(() -> {
                while (!over.get()) {
                    var mark = "mark-0-" + numbers.getAndIncrement() + "-chat";
                    if (service.post("/v1/chat", chat(mark), "x-lakehouse-user", mark, "authorization", "Bearer " + SECRET)
                            .statusCode() == 200) {
                        answered.add(mark);
                    }
                }
                return null;
            });
        }
        threads.submit(() -> {
            while (!over.get()) {
                var id = "d" + numbers.getAndIncrement();
                var document = "{\"id\":\"" + id + "\",\"title\":\"\",\"text\":\"whale " + id + "\"}";
                if (service.post("/vectors/notes/documents", document, authorization()).statusCode() == 202) {
                    acknowledged.add(id);
                }
            }
            return null;
        });
        return threads;
    }

    private void awaitMore(int count) throws InterruptedException {
        int calls = answered.size() + count;
        int documents = acknowledged.size() + count / 4;
        long until = System.nanoTime() + SOON.toNanos();
        while ((answered.size() < calls || acknowledged.size() < documents) && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(answered.size()).as("calls answered").isGreaterThanOrEqualTo(calls);
        assertThat(acknowledged.size()).as("documents acknowledged").isGreaterThanOrEqualTo(documents);
    }

    private Path backup(Launched service, String name) throws Exception {
        try (var made = Launched.run(directory, Map.of("LAKEHOUSE_KEY", SECRET), "backup", "--to", name, "--json", "--url",
                service.uri().toString())) {
            assertThat(made.exit(SOON)).as(made.output().toString()).isZero();
            var answer = JSON.readTree(made.output().getFirst());
            assertThat(answer.path("rows").asLong()).isPositive();
            assertThat(answer.path("segments").asLong()).isPositive();
            assertThat(answer.path("collections").asLong()).isEqualTo(1);
            var path = Path.of(answer.path("path").asText());
            assertThat(path.resolve("manifest.json")).exists();
            assertThat(Path.of(path + ".unfinished")).doesNotExist();
            return path;
        }
    }

    private static void restore(Path home, Path backup) throws Exception {
        try (var made = Launched.run(home, Map.of(), "restore", backup.toString(), "--data", "data")) {
            assertThat(made.exit(SOON)).as(made.output().toString()).isZero();
        }
    }

    private static void check(Launched service, Set<String> documents) throws Exception {
        long until = System.nanoTime() + SOON.toNanos();
        while (json(service, "/vectors/notes").path("pending").asInt(1) > 0 && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        for (var id : documents) {
            var found = JSON
                    .readTree(service.post("/vectors/notes/query", "{\"text\":\"" + id + "\",\"mode\":\"text\",\"limit\":1}",
                            authorization()).body());
            assertThat(found.at("/data/0/id").asText(found.toString())).isEqualTo(id);
        }
    }

    private static Set<String> users(Launched service) throws IOException, InterruptedException {
        var users = new HashSet<String>();
        for (var page = json(service, "/v1/usage/calls?limit=1000");; page = json(service,
                "/v1/usage/calls?limit=1000&page=" + page.path("next_page").asText())) {
            page.path("data").forEach(row -> users.add(row.path("end_user").asText()));
            if (!page.path("has_more").asBoolean()) {
                return users;
            }
        }
    }

    private static String texts(Path backup) throws IOException {
        var text = new StringBuilder();
        try (var files = Files.walk(backup)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                text.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    private Launched run(String... command) throws IOException {
        return Launched.run(directory, Map.of(), command);
    }

    private static String chat(String mark) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":\"" + mark + "\"}]}";
    }

    private static String[] authorization() {
        return new String[]{"authorization", "Bearer " + SECRET};
    }

    private static JsonNode json(Launched service, String path) throws IOException, InterruptedException {
        return JSON.readTree(service.get(path, authorization()).body());
    }
}
