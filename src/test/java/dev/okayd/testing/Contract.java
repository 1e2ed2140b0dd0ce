package dev.okayd.testing;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport.Level;
import com.atlassian.oai.validator.restassured.OpenApiValidationFilter;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;

/** Requests whose exchange is held against openapi.yaml. */
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

  /** A request that keeps to the contract, as its response has to. */
  public static RequestSpecification request() {
    return RestAssured.given().filter(BOTH);
  }

  /** A request that breaks the contract on purpose; its response has to keep to it all the same. */
  public static RequestSpecification badRequest() {
    return RestAssured.given().filter(RESPONSE);
  }
}
