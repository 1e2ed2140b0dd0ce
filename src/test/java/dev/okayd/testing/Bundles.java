package dev.okayd.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.bundle.Bundle;
import dev.okayd.plan.planner.PlanningContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Bundles of specs. */
public final class Bundles {
  private Bundles() {}

  public static Bundle bundle(Specs specs) {
    return bundle(specs, PlanningContext.NONE);
  }

  public static Bundle bundle(Specs specs, PlanningContext surroundings) {
    return Bundle.of("domu1", Plans.blueprint(specs, surroundings));
  }

  /** The text of one of its files. */
  public static String text(Bundle bundle, String file) {
    assertThat(bundle.files()).containsKey(file);
    return new String(
        Optional.ofNullable(bundle.files().get(file)).orElseThrow(), StandardCharsets.UTF_8);
  }

  /** The text of one of the files of a spec. */
  public static String text(Specs specs, String file) {
    return text(bundle(specs), file);
  }
}
