package dev.okayd.idempotency;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an effect is answered with.
 *
 * @param status HTTP status
 * @param headers besides those of the body
 * @param entity written as JSON by the application's mapper
 * @param afterwards what has to happen once the effect is committed, such as waking somebody; it
 *     happens after the effect, and not when the answer is repeated
 */
public record Answer(int status, Map<String, String> headers, Object entity, Runnable afterwards) {

  public Answer {
    headers = Map.copyOf(headers);
  }

  /** 200. */
  public static Answer ok(Object entity) {
    return of(200, entity);
  }

  /** 201: something is new, and it is at this path. */
  public static Answer created(String path, Object entity) {
    return of(201, entity).with("Location", path);
  }

  /** 202: it takes a while, and how far it is stands at this path. */
  public static Answer accepted(String path, Object entity) {
    return of(202, entity).with("Location", path);
  }

  private static Answer of(int status, Object entity) {
    return new Answer(status, Map.of(), entity, () -> {});
  }

  /** This answer with a header more. */
  public Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, entity, afterwards);
  }

  /** This answer, and what has to happen once its effect is committed. */
  public Answer then(Runnable task) {
    return new Answer(status, headers, entity, task);
  }
}
