package dev.okayd.fdt.linux;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.fdt.dts.source.Includes;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** Small trees and overlays for tests, written as source texts. */
public final class Trees {
  public static final String DISK = "/virtio_mmio@1000";
  public static final String OKAY = "status = \"okay\";";

  private static final String BASE =
      """
      / {
        #address-cells = <1>;
        #size-cells = <1>;
        interrupt-parent = <&gic>;
        aliases { disk = "/virtio_mmio@1000"; };
        gic: intc { #interrupt-cells = <3>; interrupt-controller; phandle = <7>; };
        virtio_mmio@1000 {
          compatible = "virtio,mmio"; reg = <0x1000 0x200>; interrupts = <0 1 1>;
          status = "disabled"; phandle = <9>;
        };
        virtio_mmio@1200 {
          compatible = "virtio,mmio"; reg = <0x1200 0x200>; interrupts = <0 2 1>; status = "disabled";
        };
        virtio_mmio@1400 { compatible = "virtio,mmio"; reg = <0x1400 0x200>; interrupts = <0 3 1>; };
        serial@1600 { compatible = "a,uart", "arm,primecell"; reg = <0x1600 0x200>; };
        rtc@1800 { compatible = "arm,primecell"; reg = <0x1800 0x200>; status = "disabled"; };
        bus@2000 {
          compatible = "simple-bus"; #address-cells = <1>; #size-cells = <1>; ranges = <0 0x2000 0x1000>;
          off@0 { compatible = "a,b"; reg = <0 16>; status = "disabled"; };
          on@10 { compatible = "a,b"; reg = <16 16>; };
        };
        bus-off {
          compatible = "simple-bus"; #address-cells = <1>; #size-cells = <1>; ranges; status = "disabled";
          below@3000 { compatible = "a,b"; reg = <0x3000 16>; status = "disabled"; };
        };
      };
      """;

  private Trees() {}

  public static DeviceTree tree(String body) {
    byte[] text = ("/dts-v1/;\n" + body).getBytes(StandardCharsets.UTF_8);
    return DtsCompiler.compilation("tree.dts", text, Includes.NONE, Symbols.NONE, Limits.FILES)
        .tree();
  }

  /** The tree of most tests, without symbols. */
  public static DeviceTree base() {
    return tree(BASE);
  }

  /** The same tree with symbols. */
  public static DeviceTree baseWithSymbols(String symbols) {
    return tree(BASE + "/ { __symbols__ { " + symbols + " }; };");
  }

  public static LiveTree booted() {
    return LiveTree.booted(base());
  }

  public static byte[] blob(String body) {
    return FdtWriter.write(tree(body));
  }

  /** An overlay in dtc's short syntax ({@code &label}), compiled with its labels. */
  public static byte[] plugin(String body) {
    return FdtWriter.write(
        DtsCompiler.compile("overlay.dtso", "/dts-v1/; /plugin/;\n" + body, Symbols.ALL));
  }

  /** An overlay with one fragment for each pair of a target-path and its changes. */
  public static byte[] overlay(String... pathsAndBodies) {
    StringBuilder body = new StringBuilder("/ {");
    IntStream.range(0, pathsAndBodies.length / 2)
        .mapToObj(i -> fragment(i, pathsAndBodies[2 * i], pathsAndBodies[2 * i + 1]))
        .forEach(body::append);
    return blob(body.append(" };").toString());
  }

  private static String fragment(int number, String path, String body) {
    return "fragment@%d { target-path = \"%s\"; __overlay__ { %s }; };"
        .formatted(number, path, body);
  }

  public static byte[] enabling(String path) {
    return overlay(path, OKAY);
  }
}
