package dev.okayd.eventlog;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import java.util.Optional;
import org.jdbi.v3.core.Handle;

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

  /**
   * A page of the log.
   *
   * @param next the {@code after} of the next page, if there may be one
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Page(List<LogEntry> items, Optional<Long> next) {}

  /** The entries after a sequence number, or from the oldest retained one; oldest first. */
  @GET
  public Page read(
      @QueryParam("after") Optional<Long> after,
      @QueryParam("limit") @DefaultValue("100") int limit,
      @QueryParam("type") Optional<String> type,
      @QueryParam("subject") Optional<String> subject) {
    if (after.filter(seq -> seq < 0).isPresent() || limit < 1 || limit > MOST) {
      throw new OkaydException(
          ErrorCode.INVALID_PARAMETER,
          "after=%s&limit=%d: after begins at 0, limit is 1 to %d"
              .formatted(after.map(String::valueOf).orElse(""), limit, MOST));
    }
    LogFilter filter = new LogFilter(type, subject);
    return store.read(handle -> page(handle, after, limit, filter));
  }

  private Page page(Handle handle, Optional<Long> after, int limit, LogFilter filter) {
    LogRange range = log.range(handle);
    List<LogEntry> items =
        log.read(handle, after.map(range::requireKept).orElse(range.first() - 1), limit, filter);
    return new Page(
        items,
        Optional.of(items).filter(all -> all.size() == limit).map(all -> all.get(limit - 1).seq()));
  }
}
