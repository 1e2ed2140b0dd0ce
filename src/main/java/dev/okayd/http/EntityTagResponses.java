package dev.okayd.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestResponse;

/** Responses with an ETag. */
public final class EntityTagResponses {
  private EntityTagResponses() {}

  /** The answer to a GET: 304 if the client already has this version. */
  public static <T> RestResponse<T> read(Preconditions conditions, EntityTag tag, T entity) {
    return conditions.hasAlready(tag)
        ? RestResponse.ResponseBuilder.<T>create(Response.Status.NOT_MODIFIED)
            .header(HttpHeaders.ETAG, tag.toString())
            .build()
        : with(tag, Response.Status.OK, entity);
  }

  /** An answer with an ETag. */
  public static <T> RestResponse<T> with(EntityTag tag, Response.Status status, T entity) {
    return RestResponse.ResponseBuilder.create(status, entity)
        .header(HttpHeaders.ETAG, tag.toString())
        .build();
  }
}
