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
 * Carries out a POST once, however often it is sent with the same {@code Idempotency-Key}. A
 * resource leaves the transaction to it:
 *
 * <pre>
 * {@literal @}POST
 * public Response renewSecret({@literal @}PathParam("backend") String name, {@literal @}Context HttpServerRequest request) {
 *   return idempotent.answer(request, handle -> Answer.ok(new Secret(backends.renew(handle, name))));
 * }
 * </pre>
 *
 * <p>The effect does all that it does through the handle; what has to happen after the commit is
 * {@link Answer#then said with the answer}. The answer is kept in the transaction of the effect, so
 * there is never one without the other. A refusal rolls both back and is not kept: sent again, the
 * request is tried again. Transactions that write come one after the other, so of two requests with
 * one key at a time the later one finds the answer of the earlier one.
 *
 * <p>The same request is the same method, path with query, and body as it was understood: white
 * space and the order of fields in it make no other one.
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

  /** What a request ended with, and what has to happen after it. */
  private record Outcome(Response response, Runnable afterwards) {}

  /** Carries out a request without a body. */
  public Response answer(HttpServerRequest request, Function<Handle, Answer> effect) {
    return carryOut(KeyedRequest.of(request, ""), effect);
  }

  /** Carries out a request with a body, as it was read. */
  public Response answer(HttpServerRequest request, Object body, Function<Handle, Answer> effect) {
    return carryOut(KeyedRequest.of(request, json.write(body)), effect);
  }

  Response carryOut(KeyedRequest request, Function<Handle, Answer> effect) {
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
      return again(known.get(), request);
    }
    Answer answer = effect.apply(handle);
    answers.put(handle, key, new AnswerStore.Known(request, kept(answer)), now);
    answers.trim(handle, since);
    return first(answer);
  }

  private Outcome first(Answer answer) {
    return new Outcome(response(kept(answer)).build(), answer.afterwards());
  }

  private static Outcome again(AnswerStore.Known known, String request) {
    if (!known.request().equals(request)) {
      throw new OkaydException(
          ErrorCode.IDEMPOTENCY_KEY_REUSED,
          "This Idempotency-Key was used for another request; take a new one for every effect that is meant");
    }
    return new Outcome(response(known.answer()).header(REPLAYED, "true").build(), () -> {});
  }

  private RecordedAnswer kept(Answer answer) {
    return new RecordedAnswer(answer.status(), answer.headers(), json.write(answer.entity()));
  }

  private static Response.ResponseBuilder response(RecordedAnswer answer) {
    Response.ResponseBuilder response =
        Response.status(answer.status()).type(MediaType.APPLICATION_JSON).entity(answer.body());
    answer.headers().forEach(response::header);
    return response;
  }
}
