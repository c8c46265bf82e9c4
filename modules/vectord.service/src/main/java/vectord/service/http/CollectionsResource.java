package vectord.service.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import vectord.service.Chunking;
import vectord.service.CollectionName;
import vectord.service.collection.Collections;
import vectord.service.collection.Tuning;

/// Collections: made, shown, listed, removed.
@Path("/vectors")
@ApplicationScoped
public class CollectionsResource {

    private final Collections collections;
    private final Tuning tuning;

    @Inject
    CollectionsResource(Collections collections, Tuning tuning) {
        this.collections = collections;
        this.tuning = tuning;
    }

    @GET
    public Response list(@QueryParam("limit") @DefaultValue("" + Page.DEFAULT_LIMIT) String limit,
            @QueryParam("page") @DefaultValue("") String page) {
        var names = Page.of(collections.all(), collection -> collection.name().value(), Parameter.number("limit", limit), page);
        return Replies.json(200, names.map(collection -> CollectionView.of(collection.status())));
    }

    /// Creates it (201), or finds it there with the same settings (200).
    @PUT
    @Path("{collection}")
    public Response create(@PathParam("collection") String collection, byte[] json) {
        var name = new CollectionName(collection);
        var body = Body.of(json, Set.of("embedding", "chunking"));
        var embedding = body.optionalObject("embedding", Set.of("provider", "model")).map(Body::model);
        var chunking = body.optionalObject("chunking", Set.of("words", "overlap")).map(this::chunking);
        boolean created = collections.create(name, embedding, chunking);
        return Replies.json(created ? 201 : 200, CollectionView.of(collections.get(name).status()));
    }

    @GET
    @Path("{collection}")
    public Response show(@PathParam("collection") String collection) {
        return Replies.json(200, CollectionView.of(collections.get(new CollectionName(collection)).status()));
    }

    @DELETE
    @Path("{collection}")
    public Response delete(@PathParam("collection") String collection) {
        collections.delete(new CollectionName(collection));
        return Response.noContent().build();
    }

    private Chunking chunking(Body body) {
        int words = body.optionalInt("words").orElse(tuning.chunking().words());
        return new Chunking(words, body.optionalInt("overlap").orElse(Math.min(tuning.chunking().overlap(), words / 2)));
    }
}
