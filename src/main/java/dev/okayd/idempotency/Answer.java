package dev.okayd.idempotency;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer to a request with an effect.
 *
 * @param status HTTP status
 * @param headers besides those of the body
 * @param entity written as JSON by the application's mapper
 * @param afterwards runs after the commit of the effect, for example to schedule a reconciliation;
 *     it does not run when the answer is replayed
 */
public record Answer(int status, Map<String, String> headers, Object entity, Runnable afterwards) {

  public Answer {
    headers = Map.copyOf(headers);
  }

  /** Status 200. */
  public static Answer ok(Object entity) {
    return of(200, entity);
  }

  /** Status 201, with the path of the new resource. */
  public static Answer created(String path, Object entity) {
    return of(201, entity).with("Location", path);
  }

  /** Status 202, with the path of the operation's state. */
  public static Answer accepted(String path, Object entity) {
    return of(202, entity).with("Location", path);
  }

  private static Answer of(int status, Object entity) {
    return new Answer(status, Map.of(), entity, () -> {});
  }

  /** This answer with another header. */
  public Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, entity, afterwards);
  }

  /** This answer with a task to run after the commit. */
  public Answer then(Runnable task) {
    return new Answer(status, headers, entity, task);
  }
}
