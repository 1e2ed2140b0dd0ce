package dev.okayd.cli.devicetree;

import dev.okayd.fdt.dtb.Padding;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Room behind a blob, by the options of dtc. */
final class PaddingOptions {
  @Option(
      names = {"-p", "--pad"},
      paramLabel = "N",
      converter = DtcNumberConverters.Size.class,
      description = "Adds so many bytes behind the blob, for a boot loader to use")
  private int extra;

  @Option(
      names = {"-S", "--space"},
      paramLabel = "N",
      converter = DtcNumberConverters.Size.class,
      description = "Makes the blob at least so many bytes long; not with -p")
  private int atLeast;

  @Option(
      names = {"-a", "--align"},
      paramLabel = "N",
      converter = DtcNumberConverters.Size.class,
      description = "Makes the length of the blob a multiple of N, a power of two")
  private int alignment = 1;

  Padding padding(CommandLine commandLine) {
    try {
      return new Padding(extra, atLeast, alignment);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine, String.valueOf(e.getMessage()), e);
    }
  }
}
