package dev.okayd.fdt.linux.prediction;

import dev.okayd.fdt.NodePath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Collects the findings of the dry run of one apply or remove. */
public final class PredictionBuilder {
  private final KernelLog log = new KernelLog();
  private final List<Device> created = new ArrayList<>();
  private final List<Device> destroyed = new ArrayList<>();
  private final List<StatusChange> statusChanges = new ArrayList<>();
  private final Set<NoEffect> withoutEffect = new LinkedHashSet<>();
  private final Set<DependentDevice> dependent = new LinkedHashSet<>();
  private final List<String> leaks = new ArrayList<>();
  private final Set<Hazard> hazards = new LinkedHashSet<>();

  public KernelLog log() {
    return log;
  }

  public void create(Device device) {
    created.add(device);
  }

  public List<Device> created() {
    return List.copyOf(created);
  }

  public void destroy(Device device) {
    destroyed.add(device);
  }

  public List<Device> destroyed() {
    return List.copyOf(destroyed);
  }

  public void statusChange(StatusChange change) {
    statusChanges.add(change);
  }

  public void withoutEffect(NodePath node, NoEffect.Why why) {
    withoutEffect.add(new NoEffect(node, why));
  }

  public void dependent(DependentDevice device) {
    dependent.add(device);
  }

  /** Adds the path and name of a property whose new value the kernel never frees. */
  public void leak(String property) {
    leaks.add(property);
  }

  public void hazard(Hazard.Kind kind, String message) {
    hazards.add(new Hazard(kind, message));
  }

  public Prediction succeeded(OptionalInt overlayId) {
    return build(Errno.OK, "", overlayId);
  }

  public Prediction failed(ErrnoException error, OptionalInt overlayId) {
    return build(error.errno(), String.valueOf(error.getMessage()), overlayId);
  }

  private Prediction build(Errno errno, String reason, OptionalInt overlayId) {
    return new Prediction(
        errno,
        reason,
        log.lines(),
        overlayId,
        created,
        destroyed,
        statusChanges,
        List.copyOf(withoutEffect),
        List.copyOf(dependent),
        leaks,
        List.copyOf(hazards));
  }
}
