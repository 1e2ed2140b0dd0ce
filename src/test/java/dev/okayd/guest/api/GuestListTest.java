package dev.okayd.guest.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class GuestListTest {

  private static JsonPath page(Map<String, Object> query) {
    return Contract.request()
        .queryParams(query)
        .get("/v1/guests")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static void guest(String name, String platform, String backend) {
    Contract.request()
        .contentType("application/json")
        .body(
            "{\"platform\": \"%s\", \"devices\": [{\"name\": \"disk\", \"type\": \"blk\", \"backend\": \"%s\"}]}"
                .formatted(platform, backend))
        .put("/v1/guests/{guest}", name)
        .then()
        .statusCode(201);
  }

  @Test
  void everyGuestIsOnExactlyOnePageAndTheLastPageHasNoNext() {
    String backend = Fixtures.name("backend");
    String prefix = Fixtures.name("g");
    for (int i = 0; i < 5; i++) {
      guest(prefix + "-" + i, i == 3 ? "xen" : "qemu-virt", i == 2 ? "other" : backend);
    }

    List<String> names = new ArrayList<>();
    int pages = 0;
    Optional<String> next = Optional.of("0");
    while (next.isPresent()) {
      JsonPath page = page(Map.of("backend", backend, "limit", 2, "after", next.get()));
      names.addAll(page.getList("items.name"));
      next = Optional.ofNullable(page.getString("next"));
      pages++;
    }

    assertThat(names).containsExactly(prefix + "-0", prefix + "-1", prefix + "-3", prefix + "-4");
    assertThat(pages).isEqualTo(2);
    assertThat(page(Map.of("backend", backend, "platform", "xen")).getList("items.name"))
        .containsExactly(prefix + "-3");
  }

  @Test
  void withoutAFilterAllGuestsAreListed() {
    String name = Fixtures.name("g");
    guest(name + "-a", "qemu-virt", "storage");
    guest(name + "-b", "qemu-virt", "storage");

    Contract.request()
        .queryParam("after", name)
        .queryParam("limit", 1)
        .get("/v1/guests")
        .then()
        .statusCode(200)
        .body("items.name", contains(name + "-a"))
        .body("next", equalTo(name + "-a"));
  }

  @Test
  void theBackendFilterMatchesBridges() {
    String backend = Fixtures.name("backend");
    String name =
        Fixtures.guest(
                "storage",
                "{\"platform\": \"xen-dom0less\", \"devices\": [], \"bridges\": [{\"name\": \"pci\", \"backend\": \"%s\"}]}"
                    .formatted(backend))
            .name();

    assertThat(page(Map.of("backend", backend)).getList("items.name")).containsExactly(name);
  }

  @Test
  void aPlatformWithoutGuestsGivesAnEmptyPage() {
    Contract.request()
        .queryParam("platform", "%")
        .get("/v1/guests")
        .then()
        .statusCode(200)
        .body("items", empty())
        .body("next", nullValue());
  }

  @ParameterizedTest
  @CsvSource({
    "limit, 0, invalid-parameter",
    "limit, 1001, invalid-parameter",
    "limit, many, invalid-parameter",
    "after, NONE, invalid-name",
    "backend, NONE, invalid-name",
  })
  void refusesAnInvalidParameter(String parameter, String value, String code) {
    Contract.badRequest()
        .queryParam(parameter, value)
        .get("/v1/guests")
        .then()
        .statusCode(400)
        .body("code", equalTo(code));
  }
}
