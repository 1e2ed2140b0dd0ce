package dev.okayd.attach.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.overlay.GateOverlay;
import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import dev.okayd.testing.TestAgent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The way from a planned slot to a bound device, over the real API, with an agent that only speaks.
 */
@QuarkusTest
class WholeWayTest {

  private static String apply(TestGuest guest) {
    JsonPath command = guest.agent().nextCommand(10).then().statusCode(200).extract().jsonPath();
    assertThat(command.getString("type")).isEqualTo("apply");
    return command.getString("id");
  }

  private static TestGuest guestThatIsUp(TestBackend backend) {
    TestGuest guest = Fixtures.guest(backend.name());
    guest.agent().hello().then().statusCode(200);
    return guest;
  }

  /** A guest whose disk is bound after the first event of the backend in epoch-1, "ready". */
  private static TestGuest boundGuest(TestBackend backend) {
    TestGuest guest = guestThatIsUp(backend);
    backend.reports("ready", "epoch-1", 1);
    bind(guest);
    return guest;
  }

  private static ValidatableResponse putSpec(TestGuest guest, String devices) {
    return Contract.request()
        .contentType("application/json")
        .body("{\"platform\": \"qemu-virt\", \"devices\": [%s]}".formatted(devices))
        .put("/v1/guests/{guest}", guest.name())
        .then();
  }

  private static String device(String name, String type, String backend) {
    return "{\"name\": \"%s\", \"type\": \"%s\", \"backend\": \"%s\"}"
        .formatted(name, type, backend);
  }

  private static void bind(TestGuest guest) {
    guest.agent().reportBound(apply(guest), 2).then().statusCode(204);
    guest.awaitPhase("Bound");
  }

  @Test
  void aDeviceIsBoundWhenTheGuestHasProvedIt() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatIsUp(backend);
    backend.reports("ready", "epoch-1", 1);

    JsonPath command = guest.agent().nextCommand(10).then().statusCode(200).extract().jsonPath();
    guest.agent().reportBound(command.getString("id"), 2).then().statusCode(204);

    byte[] overlay = Base64.getDecoder().decode(command.getString("overlay"));
    assertThat(overlay).isEqualTo(new GateOverlay(NodePath.parse("/virtio_mmio@a000000")).dtbo());
    assertThat(FdtReader.read(overlay).root().child("fragment@0")).isPresent();
    JsonPath attachment = guest.awaitPhase("Bound");
    assertThat(attachment.getString("proof.virtioDriver")).isEqualTo("virtio_blk");
    assertThat(attachment.getString("bootId")).isEqualTo(guest.agent().bootId());
  }

  @Test
  void nothingIsSentWhileTheBackendIsNotReady() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatIsUp(backend);

    guest.agent().nextCommand(1).then().statusCode(204);

    assertThat(guest.awaitPhase("Waiting").getString("reason")).isEqualTo("BackendNotReady");
  }

  @Test
  void anAgentThatWaitsIsAnsweredWhenTheBackendBecomesReady() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatIsUp(backend);
    CompletableFuture<Integer> waiting =
        CompletableFuture.supplyAsync(() -> guest.agent().nextCommand(60).statusCode());

    backend.reports("ready", "epoch-1", 1);

    // far less than the wait that was asked for: without waking, the answer would come at its end
    assertThat(waiting.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(200);
  }

  @Test
  void aDrainingBackendGetsItsDeviceRemovedAndBack() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = boundGuest(backend);

    backend.reports("draining", "epoch-1", 2);
    JsonPath remove = guest.agent().nextCommand(10).then().statusCode(200).extract().jsonPath();
    guest.agent().reportRemoved(remove.getString("id")).then().statusCode(204);
    guest.awaitPhase("Detached");
    backend.reports("ready", "epoch-1", 3);
    bind(guest);

    assertThat(remove.getString("type")).isEqualTo("remove");
    assertThat(phases(guest))
        .containsExactly(
            "Waiting", "Delivering", "Bound", "Draining", "Detached", "Delivering", "Bound");
  }

  @Test
  void aLostBackendLeavesTheDeviceAlone() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = boundGuest(backend);

    backend.reports("lost", "epoch-1", 2);

    guest.awaitPhase("Degraded");
    guest.agent().nextCommand(0).then().statusCode(204);
  }

  @Test
  void aRebootStartsOver() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = boundGuest(backend);

    guest.agent().reboot().hello().then().statusCode(200);

    guest.awaitPhase("Delivering");
    bind(guest);
  }

  /** Adds a device, which changes the tree of the plan. */
  private static void replan(TestGuest guest, TestBackend backend) {
    putSpec(
            guest,
            device("nic", "net", backend.name()) + "," + device("disk", "blk", backend.name()))
        .statusCode(200);
  }

  @Test
  void aBootOfAnotherPlanIsRecordedAndGetsNothing() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = boundGuest(backend);
    replan(guest, backend);

    guest.agent().reboot().hello().then().statusCode(409).body("code", equalTo("plan-mismatch"));

    assertThat(guest.awaitPhase("Waiting").getString("reason")).isEqualTo("PlanMismatch");
    guest.agent().nextCommand(0).then().statusCode(204);
  }

  @Test
  void anAgentThatRestartsUnderAnotherPlanStillRemovesLiveDevices() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = boundGuest(backend);
    replan(guest, backend);

    guest.agent().hello().then().statusCode(200);
    backend.reports("draining", "epoch-1", 2);

    JsonPath command = guest.agent().nextCommand(10).then().statusCode(200).extract().jsonPath();
    assertThat(command.getString("type")).isEqualTo("remove");
    guest.agent().reportRemoved(command.getString("id")).then().statusCode(204);
    guest.awaitPhase("Detached");
  }

  @Test
  void aFailedAttachmentIsRetriedOnRequest() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatIsUp(backend);
    backend.reports("ready", "epoch-1", 1);
    guest.agent().report(apply(guest), "refused", "{\"status\": \"disabled\"}");
    guest.awaitPhase("Failed");

    Contract.request()
        .post("/v1/guests/{guest}/devices/disk/attachment/retry", guest.name())
        .then()
        .statusCode(200);

    bind(guest);
    Contract.request()
        .post("/v1/guests/{guest}/devices/disk/attachment/retry", guest.name())
        .then()
        .statusCode(409)
        .body("code", equalTo("attachment-not-failed"));
  }

  @Test
  void aGuestCreatedAgainGetsNoCommandOfTheDeletedOne() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatIsUp(backend);
    backend.reports("ready", "epoch-1", 1);
    apply(guest);
    Contract.request().delete("/v1/guests/{guest}", guest.name()).then().statusCode(204);

    JsonPath again =
        putSpec(guest, device("other", "blk", "b")).statusCode(201).extract().jsonPath();
    TestAgent agent =
        guest.agent().with(again.getString("agentToken"), again.getString("planDigest"));
    agent.hello().then().statusCode(200);

    agent.nextCommand(0).then().statusCode(204);
  }

  @Test
  void aDeviceThatLeavesTheSpecIsStillRemovedFromItsBackend() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = boundGuest(backend);
    putSpec(guest, "").statusCode(200);

    backend.reports("draining", "epoch-1", 2);

    JsonPath command = guest.agent().nextCommand(10).then().statusCode(200).extract().jsonPath();
    assertThat(command.getString("type")).isEqualTo("remove");
    guest.agent().reportRemoved(command.getString("id")).then().statusCode(204);
  }

  @Test
  void aLiveDeviceBelongsToTheBackendThatItWasEnabledFor() {
    TestBackend old = Fixtures.backend();
    TestBackend other = Fixtures.backend();
    TestGuest guest = boundGuest(old);
    putSpec(guest, device("disk", "blk", other.name())).statusCode(200);

    other.reports("ready", "epoch-1", 1);
    other.reports("draining", "epoch-1", 2);
    guest.agent().nextCommand(1).then().statusCode(204);
    assertThat(guest.attachment().getString("phase")).isEqualTo("Bound");
    old.reports("draining", "epoch-1", 2);

    String remove =
        guest
            .agent()
            .nextCommand(10)
            .then()
            .statusCode(200)
            .body("type", equalTo("remove"))
            .extract()
            .path("id");
    guest.agent().report(remove, "removed", "{\"status\": \"disabled\"}");
    guest.awaitPhase("Waiting");
    other.reports("ready", "epoch-1", 3);
    guest.agent().nextCommand(10).then().statusCode(200).body("type", equalTo("apply"));
  }

  @Test
  void anOldTokenFetchesNoCommand() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatIsUp(backend);
    CompletableFuture<Integer> waiting =
        CompletableFuture.supplyAsync(() -> guest.agent().nextCommand(5).statusCode());
    Contract.request().post("/v1/guests/{guest}/agent-token", guest.name()).then().statusCode(200);

    backend.reports("ready", "epoch-1", 1);

    // 204 if it waited already, 401 if it came after the renewal
    assertThat(waiting.join()).isIn(204, 401);
  }

  @Test
  void aReportForACommandThatWasNeverSentChangesNothing() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatIsUp(backend);
    String before = guest.awaitReason("disk", "BackendNotReady").prettify();

    for (String id : List.of("disk.1", "disk.0", "nic.1", "nonsense", "disk.99999999999")) {
      guest
          .agent()
          .reportBound(id, 2)
          .then()
          .statusCode(404)
          .body("code", equalTo("command-not-found"));
    }

    assertThat(guest.attachment().prettify()).isEqualTo(before);
  }

  @Test
  void aReportOfAnEarlierBootChangesNothing() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatIsUp(backend);
    backend.reports("ready", "epoch-1", 1);
    String command = apply(guest);
    guest.agent().reboot();

    guest
        .agent()
        .reportBound(command, 2)
        .then()
        .statusCode(409)
        .body("code", equalTo("boot-unknown"));

    assertThat(guest.attachment().getString("phase")).isEqualTo("Delivering");
  }

  @Test
  void anAgentThatDiedWithACommandGetsItAgain() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatIsUp(backend);
    backend.reports("ready", "epoch-1", 1);

    String first = apply(guest);
    guest.agent().hello().then().statusCode(200);
    String second = apply(guest);

    assertThat(second).isEqualTo(first);
  }

  private static List<String> phases(TestGuest guest) {
    return Contract.request()
        .queryParam("type", "attachment.phase")
        .queryParam("subject", guest.name() + "/disk")
        .get("/v1/log")
        .then()
        .extract()
        .jsonPath()
        .<String>getList(
            "items.findAll { it.type == 'attachment.phase' && it.subject == '"
                + guest.name()
                + "/disk' }.data.to")
        .stream()
        .reduce(
            new java.util.ArrayList<String>(),
            (list, phase) -> {
              if (list.isEmpty() || !list.get(list.size() - 1).equals(phase)) {
                list.add(phase);
              }
              return list;
            },
            (a, b) -> a);
  }
}
