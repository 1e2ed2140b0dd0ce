package dev.okayd.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.error.OkaydException.Fault;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.overlay.Blueprint;
import dev.okayd.plan.Plan;
import dev.okayd.plan.basetree.BaseTree;
import dev.okayd.plan.planner.Planner;
import dev.okayd.plan.planner.PlanningContext;
import dev.okayd.platform.catalog.Platforms;
import java.util.List;

/** Plans and blueprints for the shipped platforms. */
public final class Plans {
  /** The planner for them. */
  public static final Planner PLANNER = new Planner(Platforms.shipped());

  private Plans() {}

  public static Plan plan(Specs specs) {
    return plan(specs, PlanningContext.NONE);
  }

  public static Plan plan(Specs specs, PlanningContext surroundings) {
    return PLANNER.plan(specs.spec(), surroundings);
  }

  /** A new plan of a guest that has this plan. */
  public static Plan planAfter(Plan previous, Specs specs) {
    return plan(specs, PlanningContext.NONE.after(previous));
  }

  public static Blueprint blueprint(Specs specs) {
    return blueprint(specs, PlanningContext.NONE);
  }

  public static Blueprint blueprint(Specs specs, PlanningContext surroundings) {
    return Blueprint.create(PLANNER, specs.spec(), surroundings);
  }

  /** All faults; fails if there is a plan. */
  public static List<Fault> faults(Specs specs) {
    return faults(specs, PlanningContext.NONE);
  }

  public static List<Fault> faults(Specs specs, PlanningContext surroundings) {
    Throwable thrown = catchThrowable(() -> blueprint(specs, surroundings));
    assertThat(thrown).isInstanceOf(OkaydException.class);
    return ((OkaydException) thrown).faults();
  }

  /** Fails unless these are exactly the faults. */
  public static void assertRefused(Specs specs, ErrorCode code, String message) {
    assertRefused(specs, PlanningContext.NONE, code, message);
  }

  public static void assertRefused(
      Specs specs, PlanningContext surroundings, ErrorCode code, String message) {
    assertThat(faults(specs, surroundings)).containsExactly(new Fault(code, message));
  }

  /** A base tree with this root. */
  public static BaseTree tree(Node root) {
    return BaseTree.read(FdtWriter.write(DeviceTree.of(root)));
  }

  /** A root with addresses and sizes of two cells, and these children. */
  public static Node root(Node... children) {
    Node root = Node.of("", Property.cells("#address-cells", 2), Property.cells("#size-cells", 2));
    for (Node child : children) {
      root = root.withChild(child);
    }
    return root;
  }

  /** A {@code /passthrough} for Xen's toolstacks, with these children. */
  public static Node passthrough(Node... children) {
    Node bus =
        Node.of(
            "passthrough",
            Property.strings("compatible", "simple-bus"),
            Property.cells("#address-cells", 2),
            Property.cells("#size-cells", 2),
            Property.empty("ranges"));
    for (Node child : children) {
      bus = bus.withChild(child);
    }
    return bus;
  }
}
