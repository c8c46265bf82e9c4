package lakehouse.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.function.Consumer;
import lakehouse.LakehouseException;
import org.junit.jupiter.api.Test;

/// The guard must be able to fail: it is fed classes that break the rule, each in another way.
class HttpClientUseTest {

    @Test
    void aClassThatMakesARequestIsSeen() throws IOException {
        assertThat(HttpClientUse.in(bytes(Caller.class))).contains("java/net/http/HttpClient");
    }

    @Test
    void aClassThatOnlyHasAFieldForAClientIsSeen() throws IOException {
        assertThat(HttpClientUse.in(bytes(Holder.class))).contains("java/net/http/HttpClient");
    }

    @Test
    void aClassThatOpensAUrlIsSeen() throws IOException {
        assertThat(HttpClientUse.in(bytes(UrlOpener.class))).contains("java/net/URLConnection");
    }

    @Test
    void aClassThatNamesAClientForReflectionIsSeen() throws IOException {
        assertThat(HttpClientUse.in(bytes(Reflector.class))).contains("java/net/http/HttpClient");
    }

    @Test
    void typesOfLibrariesThatAreNotReadableHereAreSeenToo() {
        for (var type : new String[]{"io.helidon.webclient.api.WebClient", "org.apache.hc.client5.http.classic.HttpClient",
            "jakarta.ws.rs.client.Client",
            "org.glassfish.jersey.client.JerseyClient", "java.net.Socket", "ai.client.direct.DirectAiClient"}) {
            var file = ClassFile.of().build(ClassDesc.of("vectord.service.Intruder"),
                    made -> made.withField("field", ClassDesc.of(type), 0));
            assertThat(HttpClientUse.in(file)).containsExactly(type.replace('.', '/'));
        }
    }

    @Test
    void innocentClassesAndNamedExceptionsPass() throws IOException {
        assertThat(HttpClientUse.in(bytes(LakehouseException.class))).isEmpty();
        assertThat(HttpClientUse.in(bytes(Timid.class))).isEmpty();
        assertThat(HttpClientUse.in(named("vectord.service.bench.Retrieval"))).isEmpty();
        assertThat(HttpClientUse.in(named("lakehouse.instance.Probe$Answer"))).isEmpty();
        assertThat(HttpClientUse.in(named("lakehouse.instance.Probes"))).isNotEmpty();
        assertThat(HttpClientUse.in(named("vectord.service.benchmark.Retrieval"))).isNotEmpty();
    }

    private static byte[] named(String name) {
        return ClassFile.of().build(ClassDesc.of(name),
                made -> made.withMethodBody("call", MethodTypeDesc.of(ConstantDescs.CD_void), 0, code -> code
                        .invokestatic(ClassDesc.of("java.net.http.HttpClient"), "newHttpClient",
                                MethodTypeDesc.of(ClassDesc.of("java.net.http.HttpClient")))
                        .pop().return_()));
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (var in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    private static final class Caller {
        static Object call() {
            return HttpClient.newHttpClient();
        }
    }

    private static final class Holder {
        Consumer<HttpClient> held;
    }

    private static final class UrlOpener {
        static Object open(URI uri) throws IOException {
            return uri.toURL().openStream();
        }
    }

    private static final class Reflector {
        static Object find() throws ClassNotFoundException {
            return Class.forName("java.net.http.HttpClient");
        }
    }

    private static final class Timid {
        URI uri;
    }
}
