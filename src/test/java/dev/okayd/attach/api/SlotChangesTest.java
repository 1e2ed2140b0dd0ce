package dev.okayd.attach.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import dev.okayd.testing.TestAgent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans that change who has a slot while the guest runs: the tree that it booted is the same. */
@QuarkusTest
class SlotChangesTest {

  private static String spec(String... devices) {
    return "{\"platform\": \"qemu-virt\", \"spare\": \"all\", \"devices\": [%s]}"
        .formatted(String.join(",", devices));
  }

  private static String device(String name, String backend) {
    return "{\"name\": \"%s\", \"type\": \"blk\", \"backend\": \"%s\"}".formatted(name, backend);
  }

  private static String pinned(String name, String backend, int slot) {
    return "{\"name\": \"%s\", \"type\": \"blk\", \"backend\": \"%s\", \"pin\": {\"slot\": %d}}"
        .formatted(name, backend, slot);
  }

  private static TestGuest guestThatIsUp(TestBackend backend, String spec) {
    TestGuest guest = Fixtures.guest(backend.name(), spec);
    guest.agent().hello().then().statusCode(200);
    return guest;
  }

  private static JsonPath apply(TestGuest guest) {
    JsonPath command = guest.agent().nextCommand(10).then().statusCode(200).extract().jsonPath();
    assertThat(command.getString("type")).isEqualTo("apply");
    return command;
  }

  private static void bind(TestGuest guest, String device, String node) {
    JsonPath command = apply(guest);
    assertThat(command.getString("device")).isEqualTo(device);
    assertThat(command.getString("path")).isEqualTo(node);
    guest.agent().reportBound(command.getString("id"), 2).then().statusCode(204);
    guest.awaitPhase(device, "Bound");
  }

  private static void remove(TestGuest guest, String device) {
    JsonPath command = guest.agent().nextCommand(10).then().statusCode(200).extract().jsonPath();
    assertThat(command.getString("type")).isEqualTo("remove");
    assertThat(command.getString("device")).isEqualTo(device);
    guest.agent().reportRemoved(command.getString("id")).then().statusCode(204);
  }

  @Test
  void aDeviceThatTakesASpareSlotIsBoundWithoutAReboot() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatIsUp(backend, spec(device("disk", backend.name())));
    String before = digest(guest, spec(device("disk", backend.name())));
    backend.reports("ready", "epoch-1", 1);
    bind(guest, "disk", "/virtio_mmio@a000000");

    JsonPath after = guest.put(spec(device("new", backend.name()), device("disk", backend.name())));

    assertThat(after.getString("planDigest")).isEqualTo(before);
    assertThat(after.getBoolean("boot.planMatches")).isTrue();
    bind(guest, "new", "/virtio_mmio@a000200");
    assertThat(guest.attachment("disk").getString("phase")).isEqualTo("Bound");
    guest.agent().hello().then().statusCode(200);
  }

  private static String digest(TestGuest guest, String spec) {
    return guest.put(spec).getString("planDigest");
  }

  @Test
  void aDeviceThatIsRenamedWaitsWhileItsOldNameMayBeLiveInTheSlot() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatIsUp(backend, spec(pinned("disk", backend.name(), 0)));
    backend.reports("ready", "epoch-1", 1);
    bind(guest, "disk", "/virtio_mmio@a000000");

    guest.put(spec(pinned("data", backend.name(), 0)));

    JsonPath waiting = guest.awaitReason("data", "SlotTaken");
    assertThat(waiting.getString("phase")).isEqualTo("Waiting");
    assertThat(waiting.getString("message")).contains("\"disk\"");
    guest.agent().nextCommand(0).then().statusCode(204);
    backend.reports("draining", "epoch-1", 2);
    remove(guest, "disk");
    backend.reports("ready", "epoch-1", 3);
    bind(guest, "data", "/virtio_mmio@a000000");
  }

  @Test
  void aDeviceThatMayBeLiveForItsEarlierBackendIsNotEnabledForEither() {
    TestBackend old = Fixtures.backend();
    TestBackend other = Fixtures.backend();
    TestGuest guest = guestThatIsUp(old, spec(device("disk", old.name())));
    old.reports("ready", "epoch-1", 1);
    apply(guest);

    guest.put(spec(device("disk", other.name())));
    other.reports("ready", "epoch-1", 1);

    JsonPath waiting = guest.awaitReason("disk", "SlotTaken");
    assertThat(waiting.getString("message")).contains(old.name());
    guest.agent().nextCommand(0).then().statusCode(204);
    old.reports("draining", "epoch-1", 2);
    remove(guest, "disk");
    bind(guest, "disk", "/virtio_mmio@a000000");
  }

  @Test
  void aDeviceThatIsRenamedHasTheSlotAfterAReboot() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatIsUp(backend, spec(pinned("disk", backend.name(), 0)));
    backend.reports("ready", "epoch-1", 1);
    bind(guest, "disk", "/virtio_mmio@a000000");
    guest.put(spec(pinned("data", backend.name(), 0)));
    guest.awaitReason("data", "SlotTaken");

    guest.agent().reboot().hello().then().statusCode(200);

    bind(guest, "data", "/virtio_mmio@a000000");
  }

  @Test
  void aDeviceThatIsLiveInItsOldSlotIsNotEnabledInAnotherOneToo() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatIsUp(backend, spec(pinned("disk", backend.name(), 0)));
    backend.reports("ready", "epoch-1", 1);
    bind(guest, "disk", "/virtio_mmio@a000000");

    guest.put(spec(pinned("disk", backend.name(), 1)));
    backend.reports("ready", "epoch-2", 1);

    guest.awaitPhase("disk", "Degraded");
    guest.agent().nextCommand(1).then().statusCode(204);
    backend.reports("draining", "epoch-2", 2);
    remove(guest, "disk");
    backend.reports("ready", "epoch-2", 3);
    bind(guest, "disk", "/virtio_mmio@a000200");
  }

  @Test
  void twoDevicesThatChangePlacesAreNotEnabledTwice() {
    TestBackend backend = Fixtures.backend();
    TestBackend other = Fixtures.backend();
    TestGuest guest =
        guestThatIsUp(
            backend, spec(pinned("disk", backend.name(), 0), pinned("data", other.name(), 1)));
    backend.reports("ready", "epoch-1", 1);
    bind(guest, "disk", "/virtio_mmio@a000000");

    guest.put(spec(pinned("disk", backend.name(), 1), pinned("data", other.name(), 0)));
    other.reports("ready", "epoch-1", 1);

    guest.awaitReason("data", "SlotTaken");
    guest.agent().nextCommand(0).then().statusCode(204);
    assertThat(guest.attachment("disk").getString("phase")).isEqualTo("Bound");
  }

  @Test
  void aLiveDeviceThatThePlanNoLongerHasIsListedRetriedAndRemoved() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = guestThatIsUp(backend, spec(pinned("disk", backend.name(), 0)));
    backend.reports("ready", "epoch-1", 1);
    bind(guest, "disk", "/virtio_mmio@a000000");

    guest.put(spec(pinned("other", backend.name(), 0)));
    guest.awaitReason("other", "SlotTaken");
    want(guest, "disk", "detached");
    JsonPath command = guest.agent().nextCommand(10).then().statusCode(200).extract().jsonPath();
    guest
        .agent()
        .report(command.getString("id"), "refused", "{\"status\": \"okay\"}")
        .then()
        .statusCode(204);
    guest.awaitPhase("disk", "Failed");

    Contract.request()
        .get("/v1/guests/{guest}/attachments", guest.name())
        .then()
        .statusCode(200)
        .body("items.device", equalTo(List.of("other", "disk")));
    Contract.request()
        .post("/v1/guests/{guest}/devices/disk/attachment/retry", guest.name())
        .then()
        .statusCode(200);
    remove(guest, "disk");
    bind(guest, "other", "/virtio_mmio@a000000");
    Contract.request()
        .get("/v1/guests/{guest}/devices/disk/attachment", guest.name())
        .then()
        .statusCode(404);
  }

  private static void want(TestGuest guest, String device, String intent) {
    Contract.request()
        .contentType("application/json")
        .body("{\"intent\": \"%s\"}".formatted(intent))
        .put("/v1/guests/{guest}/devices/{device}/attachment", guest.name(), device)
        .then()
        .statusCode(200);
  }

  @Test
  void aBusyDeviceIsProvedAgainWhenItsDrainIsCancelled() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest =
        guestThatIsUp(
            backend,
            spec(device("disk", backend.name()))
                .replace("\"devices\"", "\"policy\": {\"maxAttempts\": 1}, \"devices\""));
    backend.reports("ready", "epoch-1", 1);
    bind(guest, "disk", "/virtio_mmio@a000000");
    Contract.request().post("/v1/backends/{backend}/drain", backend.name()).then().statusCode(202);
    JsonPath command = guest.agent().nextCommand(10).then().statusCode(200).extract().jsonPath();
    guest
        .agent()
        .report(command.getString("id"), "busy", "{\"status\": \"okay\"}")
        .then()
        .statusCode(204);
    guest.awaitPhase("disk", "Failed");

    Contract.request()
        .delete("/v1/backends/{backend}/drain", backend.name())
        .then()
        .statusCode(204);

    bind(guest, "disk", "/virtio_mmio@a000000");
  }

  @Test
  void aDeviceWithGrantsWaitsForTheDomainOfItsBackend() {
    TestBackend backend = Fixtures.backend();
    String late =
        """
        {"platform": "xen-dom0less", %s "devices": [
          {"name": "disk", "type": "blk", "backend": "%s", "grants": true}]}
        """;
    TestGuest guest = guestThatIsUp(backend, late.formatted("", backend.name()));
    backend.reports("ready", "epoch-1", 1);

    JsonPath waiting = guest.awaitReason("disk", "DomidUnknown");

    assertThat(waiting.getString("phase")).isEqualTo("Waiting");
    guest.agent().nextCommand(0).then().statusCode(204);
    String known = "\"backends\": [{\"name\": \"" + backend.name() + "\", \"domid\": 2}],";
    JsonPath planned = guest.put(late.formatted(known, backend.name()));
    assertThat(planned.getBoolean("boot.planMatches")).isFalse();
    guest.agent().reboot().hello().then().statusCode(409).body("code", equalTo("plan-mismatch"));
    guest
        .agent()
        .with(guest.agent().token(), planned.getString("planDigest"))
        .hello()
        .then()
        .statusCode(200);
    bind(guest, "disk", "/passthrough/virtio@2001200");
  }

  @Test
  void anOverlayAppliedInTheSlotOfALiveDeviceIsNotAdoptedForItsSuccessor() {
    TestBackend old = Fixtures.backend();
    TestBackend other = Fixtures.backend();
    TestGuest guest = guestThatIsUp(old, spec(pinned("disk", old.name(), 0)));
    old.reports("ready", "epoch-1", 1);
    bind(guest, "disk", "/virtio_mmio@a000000");
    guest.put(spec(pinned("data", other.name(), 0)));

    guest
        .agent()
        .helloWithApplied("/virtio_mmio@a000000", TestAgent.proof(2))
        .then()
        .statusCode(200);

    assertThat(guest.attachment("data").getBoolean("mayBeLive")).isFalse();
    other.reports("draining", "epoch-1", 1);
    guest.agent().nextCommand(1).then().statusCode(204);
    assertThat(guest.attachment("disk").getString("phase")).isEqualTo("Bound");
  }
}
