package dev.okayd.bench;

import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.fdt.overlay.OverlayMerge;
import dev.okayd.testing.tool.DtcTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Merging an overlay: okayd reads both blobs, merges, and writes the blob; compared with an
 * fdtoverlay process on the same files, and, if available, with libfdt in one process without
 * files.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class MergeBench {
  /** The path at which src/bench/run compiles src/bench/c/libfdt_merge.c, if it can. */
  private static final Path LIBFDT = Path.of("target/bench-libfdt");

  /** okayd's inputs. */
  @State(Scope.Benchmark)
  public static class Blobs {
    /** The number of nodes of the base, and of changes of the overlay. */
    @Param({"8", "64", "512", "2048", "8192"})
    public int nodes;

    private byte[] base = new byte[0];
    private byte[] overlay = new byte[0];

    /** Makes the blobs. */
    @Setup
    public void make() {
      MergeCase trees = MergeCase.of(nodes);
      base = FdtWriter.write(trees.base());
      overlay = FdtWriter.write(trees.overlay());
    }

    byte[] merged() {
      return FdtWriter.write(
          OverlayMerge.merge(FdtReader.read(base), List.of(FdtReader.read(overlay))));
    }
  }

  /** fdtoverlay's inputs: the same blobs. At 8192 nodes it needs more than a minute for a merge. */
  @State(Scope.Benchmark)
  public static class OnDisk {
    /** As for {@link Blobs}. */
    @Param({"8", "64", "512", "2048"})
    public int nodes;

    private List<String> fdtoverlay = List.of();

    /** Writes the files, and checks that both programs give the same result. */
    @Setup
    public void write() throws IOException {
      Blobs blobs = new Blobs();
      blobs.nodes = nodes;
      blobs.make();
      if (!Arrays.equals(blobs.merged(), DtcTools.overlay(blobs.base, blobs.overlay))) {
        throw new IllegalStateException("The results of okayd and fdtoverlay differ");
      }
      MergeCase.Paths paths = MergeCase.of(nodes).write();
      fdtoverlay = List.of("fdtoverlay", "-i", paths.base(), "-o", paths.merged(), paths.overlay());
    }
  }

  /** Measures, and prints the figure. */
  public static void main(String... args) throws RunnerException, IOException {
    Measured measured = Measured.of(MergeBench.class);
    for (String nodes : List.of("8", "64", "512", "2048", "8192")) {
      double okayd = measured.median("okayd", nodes);
      System.out.printf(
          "%s nodes: okayd %.0f us, %.0f ns per node%s%n",
          nodes, okayd, 1000 * okayd / Integer.parseInt(nodes), besideLibfdt(nodes, okayd));
    }
    System.out.printf(
        "merge: %.0f times faster than an fdtoverlay process at 2048 nodes, %.0f times at 8"
            + " (%.0f us and %.0f us; okayd reads and writes memory, fdtoverlay's start is included)%n",
        ratio(measured, "2048"),
        ratio(measured, "8"),
        measured.median("okayd", "2048"),
        measured.median("okayd", "8"));
  }

  private static double ratio(Measured measured, String nodes) {
    return measured.median("fdtoverlay", nodes)
        / processes(Integer.parseInt(nodes))
        / measured.median("okayd", nodes);
  }

  private static String besideLibfdt(String nodes, double okayd) throws IOException {
    if (!Files.isExecutable(LIBFDT)) {
      return "";
    }
    MergeCase.Paths paths = MergeCase.of(Integer.parseInt(nodes)).write();
    String nanoseconds =
        Tool.output(List.of(LIBFDT.toString(), paths.base(), paths.overlay())).strip();
    double libfdt = Double.parseDouble(nanoseconds) / 1000;
    return "; libfdt in one process %.0f us, %.2f times as long".formatted(libfdt, libfdt / okayd);
  }

  /** The number of processes in a row, which share the start of their shell. */
  private static int processes(int nodes) {
    return Math.max(1, 256 / nodes);
  }

  /** From blobs to blob. */
  @Benchmark
  public byte[] okayd(Blobs blobs) {
    return blobs.merged();
  }

  /** From files to a file, with the start of the process. */
  @Benchmark
  public void fdtoverlay(OnDisk files) {
    Tool.repeat(processes(files.nodes), files.fdtoverlay);
  }
}
