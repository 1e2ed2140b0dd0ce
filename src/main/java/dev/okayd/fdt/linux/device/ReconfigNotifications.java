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
 * Notifies {@link PlatformNotifier} of each entry after a changeset was applied or reverted ({@code
 * __of_changeset_apply_notify} and {@code __of_changeset_revert_notify}).
 */
public final class ReconfigNotifications {
  private static final String STATUS = "status";

  private final TreeIndex tree;
  private final Set<NodePath> added;
  private final PlatformNotifier notifier;
  private final PredictionBuilder prediction;
  private Optional<ErrnoException> lastError = Optional.empty();

  private ReconfigNotifications(
      Changeset changeset,
      TreeIndex tree,
      TreeIndex changed,
      DeviceTable before,
      PredictionBuilder prediction) {
    this.tree = tree;
    this.added = changeset.attached();
    this.notifier =
        new PlatformNotifier(
            tree, before, new DriverPopulatedBuses(changed, before, prediction), prediction);
    this.prediction = prediction;
  }

  /**
   * The result of the notifications.
   *
   * @param devices the devices afterwards
   * @param error the last error of the notifier; the applied changes stay in the tree despite it
   */
  public record Result(DeviceTable devices, Optional<ErrnoException> error) {}

  /** Notifies of a changeset that was applied. */
  public static Result applied(
      Changeset changeset, TreeIndex tree, DeviceTable before, PredictionBuilder prediction) {
    ReconfigNotifications notifications =
        new ReconfigNotifications(changeset, tree, tree, before, prediction);
    changeset.entries().forEach(notifications::applied);
    return notifications.result("apply");
  }

  /**
   * Notifies of a changeset that was reverted.
   *
   * @param tree the tree without the changeset
   * @param changed the tree with the changeset
   */
  public static Result reverted(
      Changeset changeset,
      TreeIndex tree,
      TreeIndex changed,
      DeviceTable before,
      PredictionBuilder prediction) {
    ReconfigNotifications notifications =
        new ReconfigNotifications(changeset, tree, changed, before, prediction);
    changeset.reversed().forEach(notifications::reverted);
    return notifications.result("remove");
  }

  private Result result(String operation) {
    lastError.ifPresent(
        error ->
            prediction
                .log()
                .overlay(
                    "overlay %s changeset entry notify error %d"
                        .formatted(operation, error.errno().number())));
    return new Result(notifier.devices(), lastError);
  }

  private void applied(ChangesetEntry entry) {
    if (entry instanceof AttachNode attach) {
      attached(attach.node());
    } else if (entry instanceof AddProperty add && isStatus(add.property())) {
      handleStatus(
          add.node(), Optional.empty(), add.property(), DeviceStateChange.added(add.property()));
    } else if (entry instanceof UpdateProperty update && isStatus(update.property())) {
      handleStatus(
          update.node(),
          Optional.of(update.old()),
          update.property(),
          DeviceStateChange.updated(update.old(), update.property()));
    }
  }

  /** The tree already has the properties of the new node. */
  private void attached(NodePath path) {
    if (NodeProperties.isAvailable(tree.find(path).orElseThrow())) {
      handle(DeviceStateChange.ENABLED, path);
    } else {
      prediction.withoutEffect(path, NoEffect.Why.ADDED_DISABLED);
    }
  }

  private void handleStatus(
      NodePath node, Optional<Property> before, Property after, DeviceStateChange transition) {
    StatusHazards.check(node, after, prediction);
    recordChange(node, before, Optional.of(after));
    if (added.contains(node)) {
      return; // the device was created with the node
    }
    if (transition == DeviceStateChange.NONE) {
      prediction.withoutEffect(node, NoEffect.Why.STATUS_UNCHANGED);
    } else if (!handle(transition, node)) {
      prediction.withoutEffect(node, NoEffect.Why.NO_PLATFORM_DEVICE);
    }
  }

  /**
   * Entries are reverted in reverse order, so the tree no longer has a new node or its properties.
   */
  private void reverted(ChangesetEntry entry) {
    if (entry instanceof AttachNode attach) {
      handle(DeviceStateChange.DISABLED, attach.node());
    } else if (entry instanceof AddProperty add && isStatus(add.property())) {
      recordChange(add.node(), Optional.of(add.property()), Optional.empty());
      if (!added.contains(add.node())) { // otherwise the device is destroyed with the node
        handle(DeviceStateChange.removed(add.property()), add.node());
      }
    } else if (entry instanceof UpdateProperty update && isStatus(update.property())) {
      recordChange(update.node(), Optional.of(update.property()), Optional.of(update.old()));
      handle(DeviceStateChange.updated(update.property(), update.old()), update.node());
    }
  }

  /** Handles a state change; returns false if a node becomes disabled that had no device. */
  private boolean handle(DeviceStateChange transition, NodePath node) {
    return switch (transition) {
      case NONE -> true;
      case ENABLED -> {
        notifier.enabled(node).ifPresent(error -> lastError = Optional.of(error));
        yield true;
      }
      case DISABLED -> notifier.disabled(node);
    };
  }

  private void recordChange(NodePath node, Optional<Property> before, Optional<Property> after) {
    prediction.statusChange(
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
