package dev.okayd.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.okayd.store.Store;
import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class LogResourceTest {
  @Inject Store store;
  @Inject EventLog log;

  @CanIgnoreReturnValue
  private long append(String type, String subject) {
    return store.inTransaction(handle -> log.append(handle, type, subject, Map.of()));
  }

  @Test
  void aSubjectIncludesItsPartsButNotLongerNames() {
    String guest = Fixtures.name("guest");
    long before = append("test.before", guest);
    append("test.one", guest);
    append("test.two", guest + "/disk");
    append("test.one", guest + "2");

    Contract.request()
        .queryParam("subject", guest)
        .queryParam("after", before)
        .get("/v1/log")
        .then()
        .statusCode(200)
        .body("items.subject", contains(guest, guest + "/disk"))
        .body("next", nullValue());
    Contract.request()
        .queryParam("subject", guest)
        .queryParam("type", "test.two")
        .queryParam("after", before)
        .get("/v1/log")
        .then()
        .statusCode(200)
        .body("items.subject", contains(guest + "/disk"));
  }

  @Test
  void followingNextReadsEveryEntryOnce() {
    String guest = Fixtures.name("guest");
    long before = append("test.before", guest);
    for (int i = 0; i < 7; i++) {
      append("test.page", guest);
    }
    List<Long> seqs = new ArrayList<>();

    Optional<Long> after = Optional.of(before);
    while (after.isPresent()) {
      JsonPath page =
          Contract.request()
              .queryParam("subject", guest)
              .queryParam("limit", 3)
              .queryParam("after", after.get())
              .get("/v1/log")
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      seqs.addAll(page.getList("items.seq", Long.class));
      after = Optional.ofNullable(page.getObject("next", Long.class));
    }

    assertThat(seqs).hasSize(7).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void aPositionThatTheLogNeverReachedIsLogGone() {
    Contract.request()
        .get("/v1/log?after=9007199254740991")
        .then()
        .statusCode(410)
        .body("code", equalTo("log-gone"));
  }

  @Test
  void thePageAfterTheNewestEntryIsEmpty() {
    append("test.last", "last");
    long last = store.read(handle -> log.range(handle)).last();

    Contract.request()
        .queryParam("after", last)
        .queryParam("subject", "nobody-has-this-name")
        .get("/v1/log")
        .then()
        .statusCode(200)
        .body("items", hasSize(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"type=Test", "subject=a_b", "subject=%25"})
  void aFilterThatNoEntryCanPassIsAProblem(String query) {
    Contract.badRequest()
        .urlEncodingEnabled(false)
        .get("/v1/log?" + query)
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-parameter"));
  }
}
