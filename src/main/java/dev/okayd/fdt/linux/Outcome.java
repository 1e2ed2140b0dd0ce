package dev.okayd.fdt.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What an apply or remove leads to.
 *
 * @param verdict what the kernel would answer
 * @param tree what it would have afterwards
 */
public record Outcome(Verdict verdict, LiveTree tree) {

  /** After a refused apply, its overlay removed, but not one whose changeset was being built. */
  Outcome orTakenOff() {
    OptionalInt id = verdict.overlayId();
    if (!verdict.isRefused() || id.isEmpty() || isBuilt(id.getAsInt())) {
      return this;
    }
    Outcome removal = tree.remove(id.getAsInt());
    List<String> log = new ArrayList<>(verdict.kernelLog());
    log.addAll(removal.verdict().kernelLog());
    // what has come has gone again
    Verdict both =
        new Verdict(
            verdict.errno(),
            verdict.reason(),
            log,
            OptionalInt.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            verdict.leaks(),
            verdict.hazards());
    return new Outcome(both, removal.tree());
  }

  private boolean isBuilt(int id) {
    return tree.overlays().find(id).filter(o -> o.state() == Overlay.State.BUILT).isPresent();
  }
}
