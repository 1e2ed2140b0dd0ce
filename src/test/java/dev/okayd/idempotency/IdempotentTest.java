package dev.okayd.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.store.EpochMicros;
import dev.okayd.store.Store;
import dev.okayd.store.json.StoredJson;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IdempotentTest {
  private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

  @Inject Store store;
  @Inject AnswerStore answers;
  @Inject StoredJson json;

  private final AtomicInteger effects = new AtomicInteger();
  private final AtomicInteger wakings = new AtomicInteger();

  private Idempotent at(Instant time) {
    return new Idempotent(
        store, answers, json, Clock.fixed(time, ZoneOffset.UTC), () -> Duration.ofHours(24));
  }

  private static KeyedRequest request(String key) {
    return KeyedRequest.of(Optional.of(new IdempotencyKey(key)), "POST /v1/things", "{}");
  }

  private static String newKey() {
    return UUID.randomUUID().toString();
  }

  private Answer effect(Handle unused) {
    return Answer.created("/v1/things/7", Map.of("secret", "number " + effects.incrementAndGet()))
        .then(wakings::incrementAndGet);
  }

  @Test
  void theFirstAnswerIsReplayedWithoutASecondEffect() {
    KeyedRequest request = request(newKey());
    Response first = at(START).execute(request, this::effect);

    Response second = at(START.plusSeconds(60)).execute(request, this::effect);

    assertThat(effects).hasValue(1);
    assertThat(wakings).hasValue(1);
    assertThat(second.getStatus()).isEqualTo(201);
    assertThat(second.getEntity()).isEqualTo(first.getEntity());
    assertThat(second.getHeaderString("Location")).isEqualTo("/v1/things/7");
    assertThat(second.getHeaderString("Idempotency-Replayed")).isEqualTo("true");
    assertThat(first.getHeaders()).doesNotContainKey("Idempotency-Replayed");
  }

  @Test
  void withoutAKeyEveryRequestHasItsEffect() {
    KeyedRequest request = KeyedRequest.of(Optional.empty(), "POST /v1/things", "{}");

    at(START).execute(request, this::effect);
    at(START).execute(request, this::effect);

    assertThat(effects).hasValue(2);
    assertThat(wakings).hasValue(2);
  }

  @Test
  void aKeyOfAnotherRequestIsRefused() {
    Optional<IdempotencyKey> key = Optional.of(new IdempotencyKey(newKey()));
    at(START).execute(KeyedRequest.of(key, "POST /v1/things", "{}"), this::effect);

    for (KeyedRequest other :
        List.of(
            KeyedRequest.of(key, "POST /v1/things", "{\"a\":1}"),
            KeyedRequest.of(key, "POST /v1/others", "{}"))) {
      assertThatThrownBy(() -> at(START).execute(other, this::effect))
          .isInstanceOfSatisfying(
              OkaydException.class,
              refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED));
    }
    assertThat(effects).hasValue(1);
  }

  @Test
  void aRefusalIsNotRecorded() {
    KeyedRequest request = request(newKey());
    Function<Handle, Answer> refused =
        handle -> {
          throw new OkaydException(ErrorCode.NOT_DRAINED, "Not now");
        };
    assertThatThrownBy(() -> at(START).execute(request, refused))
        .isInstanceOf(OkaydException.class);

    Response later = at(START).execute(request, this::effect);

    assertThat(later.getStatus()).isEqualTo(201);
    assertThat(effects).hasValue(1);
  }

  @Test
  void ofConcurrentRequestsOneHasTheEffect() throws Exception {
    KeyedRequest request = request(newKey());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Response>> responses = new ArrayList<>();

    for (int i = 0; i < 32; i++) {
      responses.add(threads.submit(() -> at(START).execute(request, this::effect)));
    }

    for (Future<Response> response : responses) {
      assertThat(response.get().getEntity()).isEqualTo("{\"secret\":\"number 1\"}");
    }
    assertThat(effects).hasValue(1);
    assertThat(wakings).hasValue(1);
    threads.shutdown();
  }

  @Test
  void aKeyCanBeReusedAfterADay() {
    KeyedRequest request = request(newKey());
    at(START).execute(request, this::effect);

    at(START.plus(Duration.ofHours(24))).execute(request, this::effect);
    at(START.plus(Duration.ofHours(25))).execute(request, this::effect);

    assertThat(effects).hasValue(2);
  }

  @Test
  void recordingAnAnswerRemovesExpiredOnes() {
    KeyedRequest old = request(newKey());
    at(START.minus(Duration.ofDays(2))).execute(old, this::effect);
    assertThat(rows(old)).isEqualTo(1);

    at(START).execute(request(newKey()), this::effect);

    assertThat(rows(old)).isZero();
  }

  private int rows(KeyedRequest request) {
    return store.read(
        handle ->
            handle
                .createQuery("SELECT COUNT(*) FROM idempotency WHERE key_sha256 = :key")
                .bind("key", request.key().orElseThrow().digest())
                .mapTo(Integer.class)
                .one());
  }

  @Test
  void neitherTheKeyNorThePlainAnswerIsInTheStore() {
    String key = newKey();
    at(START).execute(request(key), this::effect);

    byte[] answer =
        store.read(
            handle ->
                handle
                    .createQuery(
                        "SELECT answer FROM idempotency WHERE created_at = :at AND key_sha256 = :key")
                    .bind("at", EpochMicros.micros(START))
                    .bind("key", new IdempotencyKey(key).digest())
                    .mapTo(byte[].class)
                    .one());

    assertThat(new String(answer, StandardCharsets.ISO_8859_1))
        .doesNotContain("secret", "number", key);
  }
}
