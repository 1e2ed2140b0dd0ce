package dev.okayd.cli;

import dev.okayd.plan.BaseTree;
import dev.okayd.plan.GuestSpec;
import dev.okayd.plan.Plan;
import dev.okayd.plan.Planner;
import dev.okayd.plan.SpecFormat;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Platforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plan SPEC [--base FILE] -o DIR}. */
@Command(
    name = "plan",
    description =
        "Plans a guest: its table of slots, the tree that it boots, and an overlay for each gated device.")
final class PlanCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "SPEC",
      description = "The guest spec, in YAML or JSON; - is the standard input")
  private String spec = "";

  @Option(
      names = "--base",
      paramLabel = "FILE",
      description = "The base .dtb; without it, platforms of complete trees get no guest tree")
  private Optional<String> base = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "Where the files go; the directory is made if it is not there")
  private Path output = Path.of("");

  @Override
  public Integer call() throws IOException {
    GuestSpec guest =
        Input.read(spec, bytes -> SpecFormat.yaml().readValue(bytes, GuestSpec.class));
    Optional<BaseTree> baseTree = base.map(name -> Input.read(name, BaseTree::read));
    Planner planner = new Planner(Platforms.shipped());
    Plan plan = Input.read(spec, bytes -> planner.plan(guest, baseTree));
    Platform platform = planner.platform(guest);
    Files.createDirectories(output);
    for (Map.Entry<String, byte[]> file : PlanFiles.of(plan, platform, baseTree).entrySet()) {
      Files.write(output.resolve(file.getKey()), file.getValue());
    }
    return ExitCode.OK;
  }
}
