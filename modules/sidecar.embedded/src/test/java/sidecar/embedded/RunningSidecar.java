package sidecar.embedded;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// One server for all tests of a class.
abstract class RunningSidecar {

    static EmbeddedSidecar sidecar;
    static Caller caller;

    @BeforeAll
    static void start(@TempDir Path directory) {
        sidecar = EmbeddedSidecar.start(directory, 0);
        caller = new Caller(sidecar.uri());
    }

    @AfterAll
    static void stop() {
        sidecar.close();
    }
}
