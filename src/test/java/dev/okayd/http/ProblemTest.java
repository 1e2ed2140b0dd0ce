package dev.okayd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.okayd.error.ErrorCode;
import dev.okayd.testing.Contract;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class ProblemTest {

  @Test
  void theServedContractIsTheOneInTheRepository() throws Exception {
    byte[] served = RestAssured.get("/openapi.yaml").asByteArray();

    assertThat(served).isEqualTo(Files.readAllBytes(Path.of("openapi.yaml")));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /v1/nothing,          404, no-such-resource",
    "POST,   /v1/guests,           405, method-not-allowed",
    "DELETE, /v1/events,           405, method-not-allowed"
  })
  void whatIsNotServedIsAProblem(String method, String path, int status, String code) {
    RestAssured.given()
        .request(method, path)
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("code", equalTo(code));
  }

  @Test
  void anUnavailableMediaTypeIsAProblem() {
    Contract.badRequest()
        .accept("image/png")
        .get("/v1/guests")
        .then()
        .statusCode(406)
        .body("code", equalTo("not-acceptable"));
  }

  @Test
  void anUnsupportedMediaTypeIsAProblem() {
    Contract.badRequest()
        .contentType("text/plain")
        .body("x")
        .put("/v1/guests/a")
        .then()
        .statusCode(415)
        .body("code", equalTo("unsupported-media-type"));
  }

  @Test
  void anInvalidNameIsAProblem() {
    Contract.badRequest()
        .contentType("application/json")
        .body("{\"platform\": \"xen\", \"devices\": []}")
        .put("/v1/guests/{guest}", "Not_A_Name")
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-name"));
  }

  @ParameterizedTest
  @CsvSource({"after=-1", "limit=0", "limit=1001", "limit=many", "after=9999999999999999999"})
  void aParameterOutOfRangeIsAProblem(String query) {
    Contract.badRequest()
        .get("/v1/log?" + query)
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-parameter"));
  }

  @Test
  void everyCodeIsUniqueAndItsTitleIsASentence() {
    List<String> codes = Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList();

    assertThat(codes).doesNotHaveDuplicates().allMatch(code -> code.matches("[a-z-]+"));
    assertThat(ErrorCode.values())
        .allSatisfy(code -> assertThat(code.title()).matches("[A-Zo].*[^.]"));
  }
}
