package dev.okayd.fdt.linux;

import dev.okayd.fdt.linux.prediction.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The predicted result of an apply or a remove.
 *
 * @param prediction what the kernel would return
 * @param tree the live tree afterwards
 */
public record OverlayDryRun(Prediction prediction, LiveTree tree) {

  /**
   * After a refused apply: the result with the kept overlay removed, unless the kernel had begun to
   * build its changeset.
   */
  OverlayDryRun withRefusedRemoved() {
    OptionalInt id = prediction.overlayId();
    if (!prediction.isRefused() || id.isEmpty() || isBuilt(id.getAsInt())) {
      return this;
    }
    OverlayDryRun removal = tree.remove(id.getAsInt());
    List<String> log = new ArrayList<>(prediction.kernelLog());
    log.addAll(removal.prediction().kernelLog());
    // the removal undoes all changes to devices
    Prediction both =
        new Prediction(
            prediction.errno(),
            prediction.reason(),
            log,
            OptionalInt.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            prediction.leaks(),
            prediction.hazards());
    return new OverlayDryRun(both, removal.tree());
  }

  private boolean isBuilt(int id) {
    return tree.overlays()
        .find(id)
        .filter(o -> o.state() == OverlayChangeset.State.BUILT)
        .isPresent();
  }
}
