package dev.okayd.testing;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport.Level;
import com.atlassian.oai.validator.restassured.OpenApiValidationFilter;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;

/** Requests that are validated against openapi.yaml, with their responses. */
public final class Contract {
  private static final String FILE = Path.of("openapi.yaml").toUri().toString();

  private static final OpenApiValidationFilter BOTH =
      new OpenApiValidationFilter(
          OpenApiInteractionValidator.createForSpecificationUrl(FILE).build());

  private static final OpenApiValidationFilter RESPONSE =
      new OpenApiValidationFilter(
          OpenApiInteractionValidator.createForSpecificationUrl(FILE)
              .withLevelResolver(
                  LevelResolver.create().withLevel("validation.request", Level.IGNORE).build())
              .build());

  private Contract() {}

  /** A request that conforms to the contract; its response must conform, too. */
  public static RequestSpecification request() {
    return RestAssured.given().filter(BOTH);
  }

  /** A request that violates the contract on purpose; its response must still conform. */
  public static RequestSpecification badRequest() {
    return RestAssured.given().filter(RESPONSE);
  }
}
