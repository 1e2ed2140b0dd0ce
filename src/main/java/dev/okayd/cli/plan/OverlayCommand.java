package dev.okayd.cli.plan;

import dev.okayd.cli.file.DocumentFile;
import dev.okayd.cli.file.InputFile;
import dev.okayd.cli.file.OutputFile;
import dev.okayd.document.DocumentMappers;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.overlay.GateOverlay;
import dev.okayd.plan.Gate;
import dev.okayd.plan.Plan;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code overlay PLAN GATE [--domid N] -o OUT}. */
@Command(
    name = "overlay",
    description =
        "Writes the overlay of one gate of a plan; sets the backend's domain if the tree does not.")
public final class OverlayCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PLAN", index = "0", description = "The plan.json of the guest")
  private String plan = "";

  @Parameters(
      paramLabel = "GATE",
      index = "1",
      description = "Name of the device or bridge, or spare-N")
  private String gate = "";

  @Option(
      names = "--domid",
      paramLabel = "N",
      description = "The backend's domid, for a gate whose tree does not set it")
  private Optional<Integer> domid = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      required = true,
      description = "The .dtbo; - is standard output")
  private String output = "";

  @Override
  public Integer call() throws IOException {
    byte[] blob =
        InputFile.read(
            plan,
            bytes -> overlay(DocumentFile.read(DocumentMappers.json(), bytes, Plan.class)).dtbo());
    OutputFile.write(output, blob);
    return ExitCode.OK;
  }

  private GateOverlay overlay(Plan read) {
    Gate wanted =
        read.gate(gate)
            .orElseThrow(
                () ->
                    new OkaydException(
                        ErrorCode.DEVICE_NOT_FOUND,
                        "The plan has no gate \"%s\"; it has %s"
                            .formatted(
                                gate,
                                read.gates().isEmpty()
                                    ? "none"
                                    : read.gates().stream()
                                        .map(Gate::name)
                                        .collect(Collectors.joining(", ")))));
    return GateOverlay.of(read, wanted, domid);
  }
}
