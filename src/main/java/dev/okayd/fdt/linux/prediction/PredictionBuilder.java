package dev.okayd.fdt.linux.prediction;

import dev.okayd.fdt.NodePath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** What is found while one apply or remove is tried out. */
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

  /** Path and name of a property whose new value is never freed. */
  public void leak(String property) {
    leaks.add(property);
  }

  public void hazard(Hazard.Kind kind, String message) {
    hazards.add(new Hazard(kind, message));
  }

  public Prediction succeeded(OptionalInt overlayId) {
    return verdict(Errno.OK, "", overlayId);
  }

  public Prediction failed(ErrnoException refusal, OptionalInt overlayId) {
    return verdict(refusal.errno(), String.valueOf(refusal.getMessage()), overlayId);
  }

  private Prediction verdict(Errno errno, String reason, OptionalInt overlayId) {
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
