package dev.okayd.cli.check;

import dev.okayd.fdt.linux.prediction.Prediction;
import picocli.CommandLine.ITypeConverter;

/** One step of {@code check}. */
sealed interface CheckStep {
  /** Its name in the output. */
  String label();

  /**
   * Applies an overlay.
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
   * Removes an overlay.
   *
   * @param overlay its file, or its number in the kernel
   */
  record Remove(String overlay) implements CheckStep {
    /** The prefix of a removal on the command line. */
    static final String PREFIX = "remove:";

    @Override
    public String label() {
      return PREFIX + overlay;
    }
  }

  /**
   * A step and its prediction.
   *
   * @param step the step
   * @param verdict the prediction
   */
  record Checked(CheckStep step, Prediction verdict) {}

  /** Converts an argument of the command line to a step. */
  final class Converter implements ITypeConverter<CheckStep> {
    @Override
    public CheckStep convert(String text) {
      return text.startsWith(Remove.PREFIX)
          ? new Remove(text.substring(Remove.PREFIX.length()))
          : new Apply(text);
    }
  }
}
