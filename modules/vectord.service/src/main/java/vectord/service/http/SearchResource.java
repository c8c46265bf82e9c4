package vectord.service.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import vectord.service.CollectionName;
import vectord.service.Mode;
import vectord.service.Query;
import vectord.service.VectorsException;
import vectord.service.collection.Answers;
import vectord.service.collection.Collections;
import vectord.service.collection.Retrieving;
import vectord.service.http.VectorsTimes.Kind;

/// Questions to a collection: what fits, and what follows from it.
@Path("/vectors")
@ApplicationScoped
public class SearchResource {

    private static final int QUERY_LIMIT = 10;
    private static final int ANSWER_LIMIT = 5;

    private final Collections collections;
    private final Answers answers;
    private final Trails trails;
    private final VectorsTimes times;

    @Inject
    SearchResource(Collections collections, Answers answers, Trails trails, VectorsTimes times) {
        this.collections = collections;
        this.answers = answers;
        this.trails = trails;
        this.times = times;
    }

    @POST
    @Path("{collection}/query")
    public Response query(@PathParam("collection") String name, byte[] json) {
        return times.of(Kind.QUERY, () -> found(name, json));
    }

    @POST
    @Path("{collection}/answer")
    public Response answer(@PathParam("collection") String name, byte[] json) {
        return times.of(Kind.ANSWER, () -> answered(name, json));
    }

    private Response found(String name, byte[] json) {
        var collection = collections.get(new CollectionName(name));
        var body = Body.of(json, Set.of("text", "mode", "limit", "filter"));
        var query = new Query(body.text("text"), body.optionalEnum("mode", Mode.class).orElse(Mode.HYBRID),
                body.optionalInt("limit").orElse(QUERY_LIMIT), body.optionalFields("filter"));
        return trails.request("query", trail -> Replies.json(200, Page.of(Retrieving.search(collection, query, trail))));
    }

    private Response answered(String name, byte[] json) {
        var collection = collections.get(new CollectionName(name));
        var body = Body.of(json, Set.of("question", "limit", "model", "provider"));
        int limit = body.optionalInt("limit").orElse(ANSWER_LIMIT);
        var question = body.text("question");
        if (question.isBlank() || question.length() > Query.MAX_TEXT) {
            throw VectorsException.invalid("question", "question has 1 to " + Query.MAX_TEXT + " characters");
        }
        var model = body.model();
        return trails.request("answer",
                trail -> Replies.json(200, AnswerView.of(answers.answer(collection, question, limit, model, trail))));
    }
}
