package dev.okayd.attach.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class AttachmentPagesTest {

  private static TestGuest guest(TestBackend backend) {
    TestGuest guest =
        Fixtures.guest(
            backend.name(),
            """
            {"platform": "qemu-virt",
             "devices": [{"name": "disk", "type": "blk", "backend": "%1$s"},
                         {"name": "nic", "type": "net", "backend": "%1$s"},
                         {"name": "other", "type": "rng", "backend": "other"}]}
            """
                .formatted(backend.name()));
    guest.agent().hello().then().statusCode(200);
    return guest;
  }

  private static List<String> devices(JsonPath page) {
    return page.getList("items.collect { it.guest + '/' + it.device }");
  }

  private static JsonPath list(RequestSpecification request) {
    return request.get("/v1/attachments").then().statusCode(200).extract().jsonPath();
  }

  private static void awaitAll(TestGuest guest) {
    await()
        .until(
            () -> devices(list(Contract.request().queryParam("guest", guest.name()))).size() == 3);
  }

  @Test
  void areFilteredByGuestBackendAndPhase() {
    TestBackend backend = Fixtures.backend();
    TestGuest one = guest(backend);
    TestGuest two = guest(backend);
    awaitAll(one);
    awaitAll(two);
    backend.reports("ready", "epoch-1", 1);
    two.awaitPhase("nic", "Delivering");
    two.awaitPhase("disk", "Delivering");

    RequestSpecification wanted =
        Contract.request()
            .queryParam("guest", two.name())
            .queryParam("backend", backend.name())
            .queryParam("phase", "Delivering");

    assertThat(devices(list(wanted))).containsExactly(two.name() + "/disk", two.name() + "/nic");
  }

  @Test
  void comeInPages() {
    TestGuest guest = guest(Fixtures.backend());
    awaitAll(guest);
    List<String> found = new ArrayList<>();

    Optional<String> next = Optional.of(guest.name() + "/a");
    while (next.isPresent()) {
      JsonPath page =
          list(
              Contract.request()
                  .queryParam("guest", guest.name())
                  .queryParam("after", next.get())
                  .queryParam("limit", 2));
      found.addAll(devices(page));
      next = Optional.ofNullable(page.getString("next"));
    }

    assertThat(found)
        .containsExactly(guest.name() + "/disk", guest.name() + "/nic", guest.name() + "/other");
  }

  @Test
  void aPageThatIsJustFullHasNoNextOne() {
    TestGuest guest = guest(Fixtures.backend());
    awaitAll(guest);

    JsonPath page =
        list(Contract.request().queryParam("guest", guest.name()).queryParam("limit", 3));

    assertThat(devices(page)).hasSize(3);
    assertThat(page.getMap("")).doesNotContainKey("next");
  }

  @ParameterizedTest
  @CsvSource({
    "limit, 0, 1 to 1000",
    "limit, 1001, 1 to 1000",
    "after, disk, guest/device",
    "after, a/b/c, guest/device",
    "phase, bound, Bound",
    "phase, NONE, Bound"
  })
  void aParameterThatCannotBeIsRefused(String name, String value, String expected) {
    Contract.badRequest()
        .queryParam(name, value)
        .get("/v1/attachments")
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-parameter"))
        .body("detail", containsString(expected));
  }
}
