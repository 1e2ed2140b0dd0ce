package dev.okayd.cli.devicetree;

import dev.okayd.fdt.dtb.Padding;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The padding options of dtc. */
final class PaddingOptions {
  @Option(
      names = {"-p", "--pad"},
      paramLabel = "N",
      converter = DtcNumberConverters.Size.class,
      description = "Adds N bytes of padding to the blob, for a boot loader")
  private int extra;

  @Option(
      names = {"-S", "--space"},
      paramLabel = "N",
      converter = DtcNumberConverters.Size.class,
      description = "Pads the blob to at least N bytes; not with -p")
  private int atLeast;

  @Option(
      names = {"-a", "--align"},
      paramLabel = "N",
      converter = DtcNumberConverters.Size.class,
      description = "Pads the blob to a multiple of N bytes, a power of two")
  private int alignment = 1;

  Padding padding(CommandLine commandLine) {
    try {
      return new Padding(extra, atLeast, alignment);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine, String.valueOf(e.getMessage()), e);
    }
  }
}
