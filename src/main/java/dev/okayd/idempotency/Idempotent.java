package dev.okayd.idempotency;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.store.Store;
import dev.okayd.store.json.StoredJson;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Executes a POST once, however often a client sends it with the same {@code Idempotency-Key}. A
 * resource lets this class run the transaction:
 *
 * <pre>
 * {@literal @}POST
 * public Response renewSecret({@literal @}PathParam("backend") String name, {@literal @}Context HttpServerRequest request) {
 *   return idempotent.answer(request, handle -> Answer.ok(new Secret(backends.renew(handle, name))));
 * }
 * </pre>
 *
 * <p>The effect uses only the handle; {@link Answer#then} takes a task to run after the commit. The
 * answer is stored in the transaction of the effect, so neither exists without the other. A refusal
 * rolls both back and is not stored: a repeated request is executed again. Write transactions are
 * serialized, so the later of two concurrent requests with one key finds the answer of the earlier
 * one.
 *
 * <p>Two requests are the same if they have the same method, path with query, and parsed body;
 * white space and the order of fields do not matter.
 */
@ApplicationScoped
public class Idempotent {
  private static final String REPLAYED = "Idempotency-Replayed";

  private final Store store;
  private final AnswerStore answers;
  private final StoredJson json;
  private final Clock clock;
  private final IdempotencyConfig config;

  Idempotent(
      Store store, AnswerStore answers, StoredJson json, Clock clock, IdempotencyConfig config) {
    this.store = store;
    this.answers = answers;
    this.json = json;
    this.clock = clock;
    this.config = config;
  }

  /** The response to a request, and the task to run after the commit. */
  private record Outcome(Response response, Runnable afterwards) {}

  /** Executes a request without a body. */
  public Response answer(HttpServerRequest request, Function<Handle, Answer> effect) {
    return execute(KeyedRequest.of(request, ""), effect);
  }

  /** Executes a request with its parsed body. */
  public Response answer(HttpServerRequest request, Object body, Function<Handle, Answer> effect) {
    return execute(KeyedRequest.of(request, json.write(body)), effect);
  }

  Response execute(KeyedRequest request, Function<Handle, Answer> effect) {
    Outcome outcome =
        store.inTransaction(
            handle ->
                request
                    .key()
                    .map(key -> once(handle, key, request.digest(), effect))
                    .orElseGet(() -> first(effect.apply(handle))));
    outcome.afterwards().run();
    return outcome.response();
  }

  private Outcome once(
      Handle handle, IdempotencyKey key, String request, Function<Handle, Answer> effect) {
    Instant now = clock.instant();
    Instant since = now.minus(config.keep());
    Optional<AnswerStore.Known> known = answers.find(handle, key, since);
    if (known.isPresent()) {
      return replay(known.get(), request);
    }
    Answer answer = effect.apply(handle);
    answers.put(handle, key, new AnswerStore.Known(request, recorded(answer)), now);
    answers.trim(handle, since);
    return first(answer);
  }

  private Outcome first(Answer answer) {
    return new Outcome(response(recorded(answer)).build(), answer.afterwards());
  }

  private static Outcome replay(AnswerStore.Known known, String request) {
    if (!known.request().equals(request)) {
      throw new OkaydException(
          ErrorCode.IDEMPOTENCY_KEY_REUSED,
          "This Idempotency-Key was used for another request; use a new key for every intended effect");
    }
    return new Outcome(response(known.answer()).header(REPLAYED, "true").build(), () -> {});
  }

  private RecordedAnswer recorded(Answer answer) {
    return new RecordedAnswer(answer.status(), answer.headers(), json.write(answer.entity()));
  }

  private static Response.ResponseBuilder response(RecordedAnswer answer) {
    Response.ResponseBuilder response =
        Response.status(answer.status()).type(MediaType.APPLICATION_JSON).entity(answer.body());
    answer.headers().forEach(response::header);
    return response;
  }
}
