package dev.okayd.fdt.linux;

import dev.okayd.fdt.linux.prediction.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What an apply or remove leads to.
 *
 * @param verdict what the kernel would answer
 * @param tree what it would have afterwards
 */
public record OverlayDryRun(Prediction verdict, LiveTree tree) {

  /** After a refused apply, its overlay removed, but not one whose changeset was being built. */
  OverlayDryRun orTakenOff() {
    OptionalInt id = verdict.overlayId();
    if (!verdict.isRefused() || id.isEmpty() || isBuilt(id.getAsInt())) {
      return this;
    }
    OverlayDryRun removal = tree.remove(id.getAsInt());
    List<String> log = new ArrayList<>(verdict.kernelLog());
    log.addAll(removal.verdict().kernelLog());
    // what has come has gone again
    Prediction both =
        new Prediction(
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
    return new OverlayDryRun(both, removal.tree());
  }

  private boolean isBuilt(int id) {
    return tree.overlays()
        .find(id)
        .filter(o -> o.state() == OverlayChangeset.State.BUILT)
        .isPresent();
  }
}
