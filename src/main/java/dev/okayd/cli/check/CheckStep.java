package dev.okayd.cli.check;

import dev.okayd.fdt.linux.prediction.Prediction;
import picocli.CommandLine.ITypeConverter;

/** One thing that {@code check} tries out. */
sealed interface CheckStep {
  /** How it is named to whoever asked for it. */
  String label();

  /**
   * An overlay is applied.
   *
   * @param overlay its file
   */
  record Apply(String overlay) implements CheckStep {
    @Override
    public String label() {
      return overlay;
    }
  }

  /**
   * An overlay is removed.
   *
   * @param overlay its file, or its number in the kernel
   */
  record Remove(String overlay) implements CheckStep {
    /** What a removal begins with on the command line. */
    static final String PREFIX = "remove:";

    @Override
    public String label() {
      return PREFIX + overlay;
    }
  }

  /**
   * A step and what the kernel would answer.
   *
   * @param step that was tried out
   * @param verdict on it
   */
  record Checked(CheckStep step, Prediction verdict) {}

  /** Steps as they stand on the command line. */
  final class Converter implements ITypeConverter<CheckStep> {
    @Override
    public CheckStep convert(String text) {
      return text.startsWith(Remove.PREFIX)
          ? new Remove(text.substring(Remove.PREFIX.length()))
          : new Apply(text);
    }
  }
}
