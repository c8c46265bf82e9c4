package lakehouse.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The compiler is the first guard: only the gateway can be compiled against the client that the ledger does not see.
class CompilerBoundaryTest {

    @TempDir
    private Path directory;

    @Test
    void theVectorServiceCannotUseTheDirectClient() throws IOException {
        var compiled = compile("vectord.service");
        assertThat(compiled.exit()).isNotZero();
        assertThat(compiled.said()).contains("ai.client.direct", "does not export it to module vectord.service");
    }

    @Test
    void theSameCodeCompilesInTheGateway() throws IOException {
        var compiled = compile("gateway.v1");
        assertThat(compiled.said()).doesNotContain("error:");
        assertThat(compiled.exit()).isZero();
    }

    private Compiled compile(String module) throws IOException {
        Files.writeString(directory.resolve("module-info.java"), "module " + module + " { requires ai.client; }");
        Files.createDirectories(directory.resolve("intruder"));
        Files.writeString(directory.resolve("intruder/Intruder.java"),
                "package intruder; class Intruder { ai.client.direct.DirectAiClient client; }");
        var said = new StringWriter();
        int exit = ToolProvider.findFirst("javac").orElseThrow().run(new PrintWriter(said), new PrintWriter(said), "-proc:none",
                "-d", directory.resolve("classes").toString(), "--module-path", System.getProperty("jdk.module.path"),
                directory.resolve("module-info.java").toString(), directory.resolve("intruder/Intruder.java").toString());
        return new Compiled(exit, said.toString());
    }

    private record Compiled(int exit, String said) {}
}
