package dev.okayd.guest.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.SignedEvent;
import dev.okayd.testing.TestAgent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An ETag of a name always stands for the same body, through any sequence of changes. */
@QuarkusTest
class ETagNeverRepeatsTest {
  private static final int STEPS = 60;
  private static final String GUEST = "/v1/guests/{guest}";
  private static final String BACKEND = "/v1/backends/{backend}";

  private final String guest = Fixtures.name("guest");
  private final String backend = Fixtures.name("backend");

  /** The body of each ETag of a path. */
  private final Map<List<String>, String> seen = new HashMap<>();

  private byte[] backup = new byte[0];
  private String bootId = "boot";
  private long sequence;

  private static RequestSpecification json(String body) {
    return Contract.request().contentType("application/json").body(body);
  }

  private void step(Random random) {
    switch (random.nextInt(10)) {
      case 0, 1 -> putGuest(List.of("disk", "root").get(random.nextInt(2)));
      case 2 -> Contract.request().delete(GUEST, guest);
      case 3 -> hello("boot-" + random.nextInt(1000));
      case 4 -> hello(bootId);
      case 5 -> putBackend(List.of("timestamp", "sequence").get(random.nextInt(2)));
      case 6 -> Contract.request().delete(BACKEND, backend);
      case 7 -> sendEvent(List.of("ready", "draining", "lost").get(random.nextInt(3)));
      case 8 -> backup = Contract.request().get("/v1/backup").asByteArray();
      default -> restore();
    }
  }

  private void putGuest(String disk) {
    json("{\"platform\": \"qemu-virt\", \"devices\": [{\"name\": \"%s\", \"type\": \"blk\", \"backend\": \"%s\"}]}"
            .formatted(disk, backend))
        .put(GUEST, guest);
  }

  private void putBackend(String replayProtection) {
    json("{\"replayProtection\": \"" + replayProtection + "\"}").put(BACKEND, backend);
  }

  private void hello(String boot) {
    bootId = boot;
    Response token = Contract.request().post(GUEST + "/agent-token", guest);
    if (token.statusCode() == 200) {
      String digest = Contract.request().get(GUEST, guest).path("planDigest");
      new TestAgent(guest, token.path("agentToken"), digest).in(boot).hello();
    }
  }

  private void sendEvent(String type) {
    Response secret = Contract.request().post(BACKEND + "/secret", backend);
    if (secret.statusCode() == 200) {
      sequence++;
      SignedEvent.of(secret.path("secret"), backend, type, "1", sequence)
          .on(Contract.request())
          .post("/v1/events")
          .then()
          .statusCode(202);
    }
  }

  private void restore() {
    if (backup.length > 0) {
      Contract.request()
          .contentType("application/gzip")
          .body(backup)
          .post("/v1/restore")
          .then()
          .statusCode(200);
    }
  }

  private void checkTags(String path, String... names) {
    Response shown = Contract.request().get(path, (Object[]) names);
    if (shown.statusCode() != 200) {
      return;
    }
    String tag = shown.header("ETag");
    String body = shown.asString();
    String before = seen.putIfAbsent(List.of(path, String.join("/", names), tag), body);
    if (before != null) {
      assertThat(body).as("body of %s of %s", tag, path).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = 1)
  void holdsForAnySequenceOfChangesRestoresBootsAndEvents(long seed) {
    Random random = new Random(seed);
    putGuest("disk");
    putBackend("timestamp");
    for (int i = 0; i < STEPS; i++) {
      step(random);
      checkTags(GUEST, guest);
      checkTags(GUEST + "/devices/{device}", guest, "disk");
      checkTags(BACKEND, backend);
    }
    assertThat(seen).hasSizeGreaterThan(STEPS / 2);
  }
}
