package dev.okayd.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.error.OkaydException.Fault;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * A problem document of RFC 9457.
 *
 * @param type a URN with the code
 * @param code for programs
 * @param title the code's sentence for people
 * @param status HTTP status
 * @param detail what okayd found, what it expected, and what to do
 * @param faults all faults, if there is more than one
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    String type, String code, String title, int status, String detail, List<ProblemFault> faults) {
  static final String MEDIA_TYPE = "application/problem+json";
  private static final int RETRY_AFTER_SECONDS = 1;

  /** One of several faults. */
  public record ProblemFault(String code, String detail) {}

  static Problem of(OkaydException refusal) {
    List<Fault> faults = refusal.faults().size() > 1 ? refusal.faults() : List.of();
    return new Problem(
        "urn:okayd:problem:" + refusal.code().code(),
        refusal.code().code(),
        refusal.code().title(),
        refusal.code().status(),
        refusal.faults().get(0).message(),
        faults.stream().map(f -> new ProblemFault(f.code().code(), f.message())).toList());
  }

  static Problem of(ErrorCode code, String detail) {
    return of(new OkaydException(code, detail));
  }

  static Response response(ErrorCode code, String detail) {
    return of(code, detail).response();
  }

  Response response() {
    Response.ResponseBuilder response = Response.status(status).type(MEDIA_TYPE).entity(this);
    if (status == Response.Status.SERVICE_UNAVAILABLE.getStatusCode()) {
      response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    return response.build();
  }
}
