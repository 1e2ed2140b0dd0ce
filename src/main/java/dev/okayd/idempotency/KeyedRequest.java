package dev.okayd.idempotency;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Identifies a request with the same effect.
 *
 * @param key the client's key, if it sent one
 * @param digest of method, path with query, and body
 */
record KeyedRequest(Optional<IdempotencyKey> key, String digest) {

  static KeyedRequest of(HttpServerRequest request, String body) {
    return of(
        IdempotencyKey.of(request.headers().getAll(IdempotencyKey.HEADER)),
        request.method().name() + " " + request.uri(),
        body);
  }

  static KeyedRequest of(Optional<IdempotencyKey> key, String line, String body) {
    String text = line + "\n" + body;
    return new KeyedRequest(key, IdempotencyKey.sha256(text.getBytes(StandardCharsets.UTF_8)));
  }
}
