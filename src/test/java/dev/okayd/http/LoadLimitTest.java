package dev.okayd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.okayd.store.Store;
import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestGuest;
import dev.okayd.testing.LogRecords;
import dev.okayd.testing.NarrowBounds;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More requests than the limits allow, while the store is busy. */
@QuarkusTest
@TestProfile(NarrowBounds.class)
class LoadLimitTest {
  private static final int MOST = NarrowBounds.REQUESTS;

  @Inject Store store;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch busy = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void end() {
    release.countDown();
    threads.shutdownNow();
  }

  /** Blocks all writes until the test releases them. */
  private void occupyTheStore() throws InterruptedException {
    var unused =
        threads.submit(
            () ->
                store.<Boolean>inTransaction(
                    handle -> {
                      busy.countDown();
                      try {
                        release.await();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                      return true;
                    }));
    busy.await();
  }

  private static Response register() {
    return Contract.request()
        .contentType("application/json")
        .body("{}")
        .put("/v1/backends/{backend}", "b" + UUID.randomUUID().toString().substring(0, 8));
  }

  /** Retries, because a concurrent request of {@link #isRefused} may take the last place. */
  private static Response registerUntilAccepted() {
    Response response = register();
    while (response.statusCode() == 503) {
      response = register();
    }
    return response;
  }

  private static void assertRefused() {
    Response refused = Contract.request().get("/v1/backends");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(refused.contentType()).startsWith("application/problem+json");
    assertThat(refused.jsonPath().getString("code")).isEqualTo("overloaded");
  }

  private static boolean isRefused() {
    return Contract.request().get("/v1/backends").statusCode() == 503;
  }

  private static boolean isAccepted() {
    return Contract.request().get("/v1/backends").statusCode() == 200;
  }

  @Test
  void requestsWithinTheLimitAreAnsweredAndFurtherOnesRefusedAtOnce() throws Exception {
    // given
    occupyTheStore();
    List<Future<Response>> accepted = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      accepted.add(threads.submit(LoadLimitTest::registerUntilAccepted));
    }
    await().until(LoadLimitTest::isRefused);

    // when, then
    assertRefused();
    release.countDown();
    for (Future<Response> response : accepted) {
      assertThat(response.get().statusCode()).isEqualTo(201);
    }
    await().until(LoadLimitTest::isAccepted);
  }

  @Test
  void aRequestOfADisconnectedClientCountsUntilItIsDone() throws Exception {
    // given
    occupyTheStore();
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      clients.add(send());
    }
    await().until(LoadLimitTest::isRefused);

    // when
    for (Socket client : clients) {
      client.close();
    }

    // then
    for (int i = 0; i < 20; i++) {
      assertRefused();
    }
    release.countDown();
    await().until(LoadLimitTest::isAccepted);
  }

  @Test
  void aClientThatDisconnectsWithinItsBodyIsNotLogged() throws Exception {
    try (LogRecords log = LogRecords.listen()) {
      // given
      List<Socket> clients = new ArrayList<>();
      for (int i = 0; i < MOST; i++) {
        clients.add(send("{"));
      }
      await().until(LoadLimitTest::isRefused);

      // when
      for (Socket client : clients) {
        client.close();
      }

      // then
      await().until(LoadLimitTest::isAccepted);
      assertThat(log.traces()).isEmpty();
    }
  }

  private static Socket send() throws IOException {
    return send("{}");
  }

  /** Sends a request that announces a body of two bytes and sends this part of it. */
  private static Socket send(String body) throws IOException {
    Socket socket = new Socket("localhost", RestAssured.port);
    socket
        .getOutputStream()
        .write(
            """
            PUT /v1/backends/gone%d HTTP/1.1\r
            Host: okayd\r
            Content-Type: application/json\r
            Content-Length: 2\r
            \r
            %s"""
                .formatted(socket.getLocalPort(), body)
                .getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }

  @Test
  void agentsThatWaitForACommandDoNotBlockOtherRequests() throws Exception {
    // given
    List<TestGuest> guests = new ArrayList<>();
    for (int i = 0; i < MOST + 2; i++) {
      TestGuest guest = Fixtures.guest(Fixtures.backend().name());
      guest.agent().hello().then().statusCode(200);
      guests.add(guest);
    }

    // when
    List<Future<Integer>> waiting =
        guests.stream()
            .map(guest -> threads.submit(() -> guest.agent().nextCommand(1).statusCode()))
            .toList();

    // then
    for (int i = 0; i < 10; i++) {
      assertThat(isAccepted()).isTrue();
    }
    for (Future<Integer> status : waiting) {
      assertThat(status.get()).isEqualTo(204);
    }
  }
}
