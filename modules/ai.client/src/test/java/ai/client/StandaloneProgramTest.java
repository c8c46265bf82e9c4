package ai.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Reply;
import provider.scripted.ScriptedProvider;

/// A program of its own, a named module in a JVM of its own, with no CDI container, opts in by using the same class.
class StandaloneProgramTest {

    @TempDir
    private Path folder;

    @Test
    void standaloneProgramCallsThroughTheGateway() throws Exception {
        write("src/module-info.java", "module standalone { requires ai.client; }");
        write("src/standalone/Program.java", """
                package standalone;
                import ai.client.*;
                import java.net.URI;
                import java.util.Optional;
                public class Program {
                    public static void main(String[] args) {
                        try (var client = AiClient.observable(() -> URI.create(args[0]), "standalone", Optional.empty())) {
                            System.out.println("answer: " + client.chat(ChatRequest.of(Message.user("hello"))).text());
                        }
                    }
                }
                """);
        var modules = System.getProperty("jdk.module.path") + File.pathSeparator + librariesOfTheClassPath();
        int compiled = ToolProvider.findFirst("javac").orElseThrow().run(System.out, System.err, "-d",
                folder.resolve("classes").toString(),
                "--module-path", modules, folder.resolve("src/module-info.java").toString(),
                folder.resolve("src/standalone/Program.java").toString());
        assertThat(compiled).isZero();

        try (var gateway = ScriptedProvider.start(
                call -> Reply.json(200,
                        "{\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}"))) {
            assertThat(run(modules, gateway.uri().toString())).contains("answer: hi");
            assertThat(gateway.received().getFirst().header("x-lakehouse-caller")).contains("standalone");
        }
    }

    /// The test runner leaves on the class path what no descriptor of ours names; a program has it all on its module path.
    private static String librariesOfTheClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry -> !entry.contains("surefire") && !entry.contains("junit"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String run(String modules, String gateway) throws IOException, InterruptedException {
        var output = folder.resolve("output").toFile();
        var process = new ProcessBuilder(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
                        "ALL-MODULE-PATH", "--module-path", modules + File.pathSeparator + folder.resolve("classes"), "-m",
                        "standalone/standalone.Program",
                        gateway))
                .redirectErrorStream(true).redirectOutput(output).start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output.toPath());
    }

    private void write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
