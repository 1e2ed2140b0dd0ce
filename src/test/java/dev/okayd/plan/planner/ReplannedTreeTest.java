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

/** A tree that okayd made, used as a base tree: its nodes are the planned ones. */
class ReplannedTreeTest {

  @Test
  void acceptsTheExistingNodesAsThePlannedOnes() {
    GuestSpec spec =
        Specs.on("xen-dom0less")
            .backend("p", 0)
            .with(Specs.gated("disk"))
            .with(Specs.bridge("pci", "p"))
            .spec();
    Planner planner = new Planner(Platforms.shipped());
    Blueprint made = Blueprint.create(planner, spec, PlanningContext.NONE);
    BaseTree base = BaseTree.read(FdtWriter.write(made.tree().orElseThrow()));

    assertThatCode(
            () ->
                Blueprint.create(
                    planner,
                    spec,
                    new PlanningContext(Optional.of(base), Optional.of(made.plan()), List.of())))
        .doesNotThrowAnyException();
  }
}
