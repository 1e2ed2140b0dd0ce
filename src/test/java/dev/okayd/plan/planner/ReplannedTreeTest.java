package dev.okayd.plan.planner;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.overlay.Blueprint;
import dev.okayd.plan.basetree.BaseTree;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.catalog.Platforms;
import dev.okayd.testing.Specs;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tree that okayd made, taken for a base tree: all that stands there is what is planned. */
class ReplannedTreeTest {

  @Test
  void theNodesThatAreThereAreThePlannedOnes() {
    GuestSpec spec =
        Specs.on("xen-dom0less")
            .backend("p", 0)
            .with(Specs.gated("disk"))
            .with(Specs.bridge("pci", "p"))
            .spec();
    Planner planner = new Planner(Platforms.shipped());
    Blueprint made = Blueprint.draw(planner, spec, PlanningContext.NONE);
    BaseTree base = BaseTree.read(FdtWriter.write(made.tree().orElseThrow()));

    assertThatCode(
            () ->
                Blueprint.draw(
                    planner,
                    spec,
                    new PlanningContext(Optional.of(base), Optional.of(made.plan()), List.of())))
        .doesNotThrowAnyException();
  }
}
