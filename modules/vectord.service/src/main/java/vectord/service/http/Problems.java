package vectord.service.http;

import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import vectord.service.VectorsException;

/// Answers this module's exception as problem details.
@Provider
@ApplicationScoped
public class Problems implements ExceptionMapper<VectorsException> {

    private static final Logger LOG = System.getLogger(Problems.class.getName());

    @Override
    public Response toResponse(VectorsException e) {
        if (e.code().status() == 500) {
            LOG.log(Level.ERROR, e.getMessage(), e);
        }
        return Problem.of(e).response();
    }
}
