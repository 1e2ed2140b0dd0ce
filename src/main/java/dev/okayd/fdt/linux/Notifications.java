package dev.okayd.fdt.linux;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.linux.Entry.AddProperty;
import dev.okayd.fdt.linux.Entry.AttachNode;
import dev.okayd.fdt.linux.Entry.UpdateProperty;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the notifier of each entry of a changeset that is in the tree, or is out of it again
 * ({@code __of_changeset_apply_notify} and {@code __of_changeset_revert_notify}).
 */
final class Notifications {
  private static final String STATUS = "status";

  private final TreeIndex tree;
  private final Set<NodePath> added;
  private final PlatformNotifier notifier;
  private final Proceedings proceedings;
  private Optional<Refusal> last = Optional.empty();

  private Notifications(
      Changeset changeset,
      TreeIndex tree,
      TreeIndex changed,
      Devices before,
      Proceedings proceedings) {
    this.tree = tree;
    this.added = changeset.attached();
    this.notifier =
        new PlatformNotifier(
            tree, before, new BusDrivers(changed, before, proceedings), proceedings);
    this.proceedings = proceedings;
  }

  /**
   * What they led to.
   *
   * @param devices that the kernel has afterwards
   * @param refusal the last one; what was applied stays, whatever the notifier answers
   */
  record Result(Devices devices, Optional<Refusal> refusal) {}

  /** Of a changeset that was applied. */
  static Result applied(
      Changeset changeset, TreeIndex tree, Devices before, Proceedings proceedings) {
    Notifications notifications = new Notifications(changeset, tree, tree, before, proceedings);
    changeset.entries().forEach(notifications::applied);
    return notifications.result("apply");
  }

  /**
   * Of a changeset that was reverted.
   *
   * @param tree without the changeset
   * @param changed the tree with it
   */
  static Result reverted(
      Changeset changeset,
      TreeIndex tree,
      TreeIndex changed,
      Devices before,
      Proceedings proceedings) {
    Notifications notifications = new Notifications(changeset, tree, changed, before, proceedings);
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

  private void applied(Entry entry) {
    if (entry instanceof AttachNode attach) {
      attached(attach.node());
    } else if (entry instanceof AddProperty add && isStatus(add.property())) {
      set(add.node(), Optional.empty(), add.property(), Transition.added(add.property()));
    } else if (entry instanceof UpdateProperty update && isStatus(update.property())) {
      set(
          update.node(),
          Optional.of(update.old()),
          update.property(),
          Transition.updated(update.old(), update.property()));
    }
  }

  /** Its properties are there by now. */
  private void attached(NodePath path) {
    if (Nodes.isAvailable(tree.find(path).orElseThrow())) {
      follow(Transition.ENABLED, path);
    } else {
      proceedings.withoutEffect(path, NoEffect.Why.ADDED_DISABLED);
    }
  }

  private void set(
      NodePath node, Optional<Property> before, Property after, Transition transition) {
    StatusHazards.check(node, after, proceedings);
    change(node, before, Optional.of(after));
    if (added.contains(node)) {
      return; // its device came with the node
    }
    if (transition == Transition.NONE) {
      proceedings.withoutEffect(node, NoEffect.Why.STATUS_UNCHANGED);
    } else if (!follow(transition, node)) {
      proceedings.withoutEffect(node, NoEffect.Why.NO_PLATFORM_DEVICE);
    }
  }

  /** In the reverse order, so the properties of a new node are gone already, and so is the node. */
  private void reverted(Entry entry) {
    if (entry instanceof AttachNode attach) {
      follow(Transition.DISABLED, attach.node());
    } else if (entry instanceof AddProperty add && isStatus(add.property())) {
      change(add.node(), Optional.of(add.property()), Optional.empty());
      if (!added.contains(add.node())) { // else its device goes with the node
        follow(Transition.removed(add.property()), add.node());
      }
    } else if (entry instanceof UpdateProperty update && isStatus(update.property())) {
      change(update.node(), Optional.of(update.property()), Optional.of(update.old()));
      follow(Transition.updated(update.property(), update.old()), update.node());
    }
  }

  /** Whether there was a device to take away, where one was to go. */
  private boolean follow(Transition transition, NodePath node) {
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
        new StatusChange(node, before.map(Notifications::word), after.map(Notifications::word)));
  }

  private static String word(Property status) {
    return CStrings.read(status.value()).orElse("");
  }

  private static boolean isStatus(Property property) {
    return property.name().equals(STATUS);
  }
}
