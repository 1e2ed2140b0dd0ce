package dev.okayd.fdt.linux.device;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.linux.base.CStrings;
import dev.okayd.fdt.linux.base.NodeProperties;
import dev.okayd.fdt.linux.base.TreeIndex;
import dev.okayd.fdt.linux.changeset.Changeset;
import dev.okayd.fdt.linux.changeset.ChangesetEntry;
import dev.okayd.fdt.linux.changeset.ChangesetEntry.AddProperty;
import dev.okayd.fdt.linux.changeset.ChangesetEntry.AttachNode;
import dev.okayd.fdt.linux.changeset.ChangesetEntry.UpdateProperty;
import dev.okayd.fdt.linux.prediction.ErrnoException;
import dev.okayd.fdt.linux.prediction.NoEffect;
import dev.okayd.fdt.linux.prediction.PredictionBuilder;
import dev.okayd.fdt.linux.prediction.StatusChange;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the notifier of each entry of a changeset that is in the tree, or is out of it again
 * ({@code __of_changeset_apply_notify} and {@code __of_changeset_revert_notify}).
 */
public final class ReconfigNotifications {
  private static final String STATUS = "status";

  private final TreeIndex tree;
  private final Set<NodePath> added;
  private final PlatformNotifier notifier;
  private final PredictionBuilder proceedings;
  private Optional<ErrnoException> last = Optional.empty();

  private ReconfigNotifications(
      Changeset changeset,
      TreeIndex tree,
      TreeIndex changed,
      DeviceTable before,
      PredictionBuilder proceedings) {
    this.tree = tree;
    this.added = changeset.attached();
    this.notifier =
        new PlatformNotifier(
            tree, before, new DriverPopulatedBuses(changed, before, proceedings), proceedings);
    this.proceedings = proceedings;
  }

  /**
   * What they led to.
   *
   * @param devices that the kernel has afterwards
   * @param refusal the last one; what was applied stays, whatever the notifier answers
   */
  public record Result(DeviceTable devices, Optional<ErrnoException> refusal) {}

  /** Of a changeset that was applied. */
  public static Result applied(
      Changeset changeset, TreeIndex tree, DeviceTable before, PredictionBuilder proceedings) {
    ReconfigNotifications notifications =
        new ReconfigNotifications(changeset, tree, tree, before, proceedings);
    changeset.entries().forEach(notifications::applied);
    return notifications.result("apply");
  }

  /**
   * Of a changeset that was reverted.
   *
   * @param tree without the changeset
   * @param changed the tree with it
   */
  public static Result reverted(
      Changeset changeset,
      TreeIndex tree,
      TreeIndex changed,
      DeviceTable before,
      PredictionBuilder proceedings) {
    ReconfigNotifications notifications =
        new ReconfigNotifications(changeset, tree, changed, before, proceedings);
    changeset.reversed().forEach(notifications::reverted);
    return notifications.result("remove");
  }

  private Result result(String operation) {
    last.ifPresent(
        refusal ->
            proceedings
                .log()
                .overlay(
                    "overlay %s changeset entry notify error %d"
                        .formatted(operation, refusal.errno().number())));
    return new Result(notifier.devices(), last);
  }

  private void applied(ChangesetEntry entry) {
    if (entry instanceof AttachNode attach) {
      attached(attach.node());
    } else if (entry instanceof AddProperty add && isStatus(add.property())) {
      set(add.node(), Optional.empty(), add.property(), DeviceStateChange.added(add.property()));
    } else if (entry instanceof UpdateProperty update && isStatus(update.property())) {
      set(
          update.node(),
          Optional.of(update.old()),
          update.property(),
          DeviceStateChange.updated(update.old(), update.property()));
    }
  }

  /** Its properties are there by now. */
  private void attached(NodePath path) {
    if (NodeProperties.isAvailable(tree.find(path).orElseThrow())) {
      follow(DeviceStateChange.ENABLED, path);
    } else {
      proceedings.withoutEffect(path, NoEffect.Why.ADDED_DISABLED);
    }
  }

  private void set(
      NodePath node, Optional<Property> before, Property after, DeviceStateChange transition) {
    StatusHazards.check(node, after, proceedings);
    change(node, before, Optional.of(after));
    if (added.contains(node)) {
      return; // its device came with the node
    }
    if (transition == DeviceStateChange.NONE) {
      proceedings.withoutEffect(node, NoEffect.Why.STATUS_UNCHANGED);
    } else if (!follow(transition, node)) {
      proceedings.withoutEffect(node, NoEffect.Why.NO_PLATFORM_DEVICE);
    }
  }

  /** In the reverse order, so the properties of a new node are gone already, and so is the node. */
  private void reverted(ChangesetEntry entry) {
    if (entry instanceof AttachNode attach) {
      follow(DeviceStateChange.DISABLED, attach.node());
    } else if (entry instanceof AddProperty add && isStatus(add.property())) {
      change(add.node(), Optional.of(add.property()), Optional.empty());
      if (!added.contains(add.node())) { // else its device goes with the node
        follow(DeviceStateChange.removed(add.property()), add.node());
      }
    } else if (entry instanceof UpdateProperty update && isStatus(update.property())) {
      change(update.node(), Optional.of(update.property()), Optional.of(update.old()));
      follow(DeviceStateChange.updated(update.property(), update.old()), update.node());
    }
  }

  /** Whether there was a device to take away, where one was to go. */
  private boolean follow(DeviceStateChange transition, NodePath node) {
    return switch (transition) {
      case NONE -> true;
      case ENABLED -> {
        notifier.enabled(node).ifPresent(refusal -> last = Optional.of(refusal));
        yield true;
      }
      case DISABLED -> notifier.disabled(node);
    };
  }

  private void change(NodePath node, Optional<Property> before, Optional<Property> after) {
    proceedings.statusChange(
        new StatusChange(
            node, before.map(ReconfigNotifications::word), after.map(ReconfigNotifications::word)));
  }

  private static String word(Property status) {
    return CStrings.read(status.value()).orElse("");
  }

  private static boolean isStatus(Property property) {
    return property.name().equals(STATUS);
  }
}
