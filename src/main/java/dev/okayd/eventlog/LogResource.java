package dev.okayd.eventlog;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.store.Store;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** {@code /v1/log}. */
@Path("/v1/log")
@Produces(MediaType.APPLICATION_JSON)
public class LogResource {
  private static final int MOST = 1000;

  private final Store store;
  private final EventLog log;

  LogResource(Store store, EventLog log) {
    this.store = store;
    this.log = log;
  }

  /** A page of the log. */
  public record Page(List<LogEntry> items) {}

  /** Entries behind one, oldest first. */
  @GET
  public Page read(
      @QueryParam("after") @DefaultValue("0") long after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    if (after < 0 || limit < 1 || limit > MOST) {
      throw new OkaydException(
          ErrorCode.INVALID_PARAMETER,
          "after=%d&limit=%d: after begins at 0, limit is 1 to %d".formatted(after, limit, MOST));
    }
    return new Page(store.read(handle -> log.read(handle, after, limit)));
  }
}
