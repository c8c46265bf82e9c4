package sidecar.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static sidecar.embedded.Caller.chat;
import static sidecar.embedded.Caller.prompt;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogTest extends RunningSidecar {

    @Test
    void bothModelsAreListed() {
        var models = caller.get("/api/tags").body().path("models");
        assertThat(models.findValuesAsText("name")).containsExactly("all-minilm:latest", "extractive:latest");
        assertThat(models).allSatisfy(model -> {
            assertThat(model.path("model")).isEqualTo(model.path("name"));
            assertThat(model.path("digest").asText()).matches("[0-9a-f]{64}");
            assertThat(model.path("size").longValue()).isPositive();
            assertThat(Instant.parse(model.path("modified_at").asText())).isBeforeOrEqualTo(Instant.now());
            assertThat(model.path("details").fieldNames()).toIterable().containsExactly("parent_model", "format", "family",
                    "families",
                    "parameter_size", "quantization_level");
        });
    }

    @ParameterizedTest
    @CsvSource({"all-minilm,embedding", "All-MiniLM:latest,embedding", "extractive,completion", "extractive:latest,completion"})
    void aModelSaysWhatItCanDo(String model, String capability) {
        var shown = caller.post("/api/show", "{\"model\":\"" + model + "\"}").body();
        assertThat(shown.path("capabilities")).singleElement().extracting(Object::toString).isEqualTo("\"" + capability + "\"");
        assertThat(shown.at("/model_info/bert.embedding_length").intValue()).isEqualTo(384);
        assertThat(shown.path("details").path("family").asText()).isEqualTo("bert");
        assertThat(caller.post("/api/show", "{\"name\":\"" + model + "\"}").body()).isEqualTo(shown);
    }

    @Test
    void anEmptyRequestLoadsTheModel() {
        var chat = caller.post("/api/chat", chat().put("stream", true)).body();
        assertThat(chat.path("done").booleanValue()).isTrue();
        assertThat(chat.path("done_reason").asText()).isEqualTo("load");
        assertThat(chat.at("/message/content").asText("none")).isEmpty();
        var generated = caller.post("/api/generate", prompt("").put("system", "Be brief.")).body();
        assertThat(generated.path("done_reason").asText()).isEqualTo("load");
        assertThat(generated.path("response").asText("none")).isEmpty();
        assertThat(caller.get("/api/ps").body().path("models").findValuesAsText("name")).containsExactly("all-minilm:latest",
                "extractive:latest");
    }

    @Test
    void theServerSaysWhatItIs() {
        assertThat(caller.get("/api/version").body().path("version").asText()).matches("\\d+\\.\\d+\\.\\d+\\+embedded");
        var root = caller.get("/");
        assertThat(root.status()).isEqualTo(200);
        assertThat(root.body().asText()).contains("is running");
        assertThat(caller.send(caller.request("/").HEAD()).status()).isEqualTo(200);
    }
}
