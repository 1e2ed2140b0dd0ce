package dev.okayd.fdt.linux.device;

import static dev.okayd.fdt.linux.Trees.OKAY;
import static dev.okayd.fdt.linux.Trees.enabling;
import static dev.okayd.fdt.linux.Trees.overlay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.linux.LiveTree;
import dev.okayd.fdt.linux.Trees;
import dev.okayd.fdt.linux.prediction.ChildBus;
import dev.okayd.fdt.linux.prediction.DependentDevice;
import dev.okayd.fdt.linux.prediction.DependentDevice.Change;
import dev.okayd.fdt.linux.prediction.Device;
import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.Hazard;
import dev.okayd.fdt.linux.prediction.NoEffect;
import dev.okayd.fdt.linux.prediction.NoEffect.Why;
import dev.okayd.fdt.linux.prediction.Prediction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes whose parent the kernel does not populate itself. */
class DriverPopulatedBusesTest {
  /** As on boards: a Raspberry Pi, a BeagleBone, an FPGA. */
  private static final LiveTree BOOTED =
      LiveTree.booted(
          Trees.tree(
              """
              / { soc {
                compatible = "simple-bus"; #address-cells = <1>; #size-cells = <1>; ranges;
                i2c@1000 { compatible = "brcm,bcm2835-i2c"; reg = <0x1000 0x100>; status = "okay";
                  #address-cells = <1>; #size-cells = <0>; };
                i2c@2000 { compatible = "brcm,bcm2835-i2c"; reg = <0x2000 0x100>; status = "disabled";
                  #address-cells = <1>; #size-cells = <0>; };
                twi@2800 { compatible = "vendor,twi-i2c"; reg = <0x2800 0x100>; };
                spi@3000 { compatible = "brcm,bcm2835-spi"; reg = <0x3000 0x100>;
                  #address-cells = <1>; #size-cells = <0>;
                  spidev@0 { compatible = "spidev"; reg = <0>; }; };
                target-module@30000 { compatible = "ti,sysc-omap2", "ti,sysc"; reg = <0x30000 4>;
                  #address-cells = <1>; #size-cells = <1>; ranges = <0 0x31000 0x1000>;
                  segment { compatible = "simple-bus"; #address-cells = <1>; #size-cells = <1>; ranges; };
                  serial@0 { compatible = "ti,am3352-uart"; reg = <0 0x1000>; status = "disabled"; }; };
                fpga-region { compatible = "fpga-region"; #address-cells = <1>; #size-cells = <1>; ranges; };
                virtio@4000 { compatible = "virtio,mmio"; reg = <0x4000 0x200>; };
                bus-off { compatible = "simple-bus"; #address-cells = <1>; #size-cells = <1>; ranges;
                  status = "disabled";
                  below@5000 { compatible = "a,b"; reg = <0x5000 16>; status = "disabled"; }; };
              }; };
              """));

  /** Clients whose names or compatibles contain the name of their bus. */
  private static final LiveTree CLIENTS =
      LiveTree.booted(
          Trees.tree(
              """
              / { soc {
                compatible = "simple-bus"; #address-cells = <1>; #size-cells = <1>; ranges;
                spi@1000 { compatible = "brcm,bcm2835-spi"; reg = <0x1000 0x100>;
                  #address-cells = <1>; #size-cells = <0>;
                  flash@0 { compatible = "jedec,spi-nor"; reg = <0>; };
                  spi-flash@1 { compatible = "vendor,chip", "jedec,spi-nor"; reg = <1>; };
                  mmc@2 { compatible = "mmc-spi-slot"; reg = <2>; };
                  spi@3 { compatible = "spi-mux"; reg = <3>; }; };
                flash-controller@2000 { compatible = "aspeed,ast2500-fmc"; reg = <0x2000 0x100>;
                  #address-cells = <1>; #size-cells = <0>;
                  spi-flash@0 { compatible = "jedec,spi-nor"; reg = <0>; }; };
                twi@3000 { compatible = "vendor,twi-i2c"; reg = <0x3000 0x100>;
                  #address-cells = <1>; #size-cells = <0>;
                  touch@2c { compatible = "hid-over-i2c"; reg = <0x2c>; };
                  codec@30 { compatible = "vendor,codec-i2c"; reg = <0x30>; };
                  mux@70 { compatible = "nxp,pca9548"; reg = <0x70>;
                    i2c@1 { reg = <1>; }; }; };
                i2c-mux { compatible = "i2c-mux-gpio";
                  i2c@0 { reg = <0>; }; };
              }; };
              """));

  private static Prediction predict(String... fragments) {
    return BOOTED.apply(overlay(fragments)).prediction();
  }

  private static NodePath path(String text) {
    return NodePath.parse(text);
  }

  @ParameterizedTest
  @CsvSource({
    "/soc/i2c@1000,            camera@f, I2C,         'comes as an I2C device, if the driver of /soc/i2c@1000 has registered an I2C bus'",
    "/soc/twi@2800,            camera@f, I2C,         'comes as an I2C device, if the driver of /soc/twi@2800 has registered an I2C bus'",
    "/soc/spi@3000,            lcd@1,    SPI,         'comes as an SPI device, if the driver of /soc/spi@3000 has registered an SPI bus'",
    "/soc/target-module@30000, can@100,  PLATFORM,    'comes as a platform device, if the driver of /soc/target-module@30000 creates devices for its children'",
    "/soc/fpga-region,         gpio@0,   FPGA_REGION, 'comes as a platform device, if the fpga-region driver has bound /soc/fpga-region; that driver programs the FPGA first and may refuse the overlay'"
  })
  void aNewNodeBecomesADeviceIfADriverHasBoundItsParent(
      String parent, String name, ChildBus bus, String sentence) {
    NodePath node = path(parent).child(name);
    LiveTree live =
        BOOTED.apply(overlay(parent, name + " { compatible = \"a,b\"; reg = <1 1>; };")).tree();

    Prediction prediction = predict(parent, name + " { compatible = \"a,b\"; reg = <1 1>; };");
    Prediction removed = live.remove(prediction.overlayId().orElseThrow()).prediction();

    assertThat(prediction.errno()).isEqualTo(Errno.OK);
    assertThat(prediction.created()).isEmpty();
    assertThat(prediction.withoutEffect()).isEmpty();
    assertThat(prediction.hazards()).isEmpty();
    assertThat(prediction.dependent())
        .containsExactly(new DependentDevice(node, Change.COMES, bus))
        .first()
        .hasToString(node + " " + sentence);
    assertThat(removed.dependent()).containsExactly(new DependentDevice(node, Change.GOES, bus));
  }

  @Test
  void enablingANodeBelowSuchABusDependsOnItsDriverToo() {
    assertThat(BOOTED.apply(enabling("/soc/target-module@30000/serial@0")).prediction().dependent())
        .extracting(DependentDevice::change)
        .containsExactly(Change.COMES);
  }

  @Test
  void oneDeviceOfSuchABusCanReplaceAnother() {
    Prediction prediction =
        predict(
            "/soc/spi@3000/spidev@0", "status = \"disabled\";",
            "/soc/spi@3000", "lcd@0 { compatible = \"ilitek,ili9486\"; reg = <0>; };");

    assertThat(prediction.withoutEffect()).isEmpty();
    assertThat(prediction.dependent())
        .containsExactly(
            new DependentDevice(path("/soc/spi@3000/spidev@0"), Change.GOES, ChildBus.SPI),
            new DependentDevice(path("/soc/spi@3000/lcd@0"), Change.COMES, ChildBus.SPI));
    assertThat(prediction.dependent().get(0))
        .hasToString(
            "/soc/spi@3000/spidev@0 goes, if the driver of /soc/spi@3000 has registered an SPI bus");
  }

  @Test
  void aDriverMayBindABusThatIsEnabledTogetherWithItsClient() {
    Prediction prediction =
        predict(
            "/soc/i2c@2000", OKAY + " rtc@68 { compatible = \"maxim,ds3231\"; reg = <0x68>; };");

    assertThat(prediction.created()).extracting(Device::name).containsExactly("2000.i2c");
    assertThat(prediction.dependent())
        .containsExactly(
            new DependentDevice(path("/soc/i2c@2000/rtc@68"), Change.COMES, ChildBus.I2C));
  }

  @ParameterizedTest
  @CsvSource({
    "/soc/i2c@2000,           PARENT_IS_DISABLED",
    "/soc/bus-off,            PARENT_IS_DISABLED",
    "/soc/virtio@4000,        PARENT_HAS_NO_CHILDREN",
    "/soc/spi@3000/spidev@0,  PART_OF_PARENT"
  })
  void statesWhyNoDriverCreatesADevice(String parent, Why why) {
    String compatible = why == Why.PART_OF_PARENT ? "" : "compatible = \"a,b\";";

    Prediction prediction = predict(parent, "new@1 { " + compatible + " reg = <1>; };");

    assertThat(prediction.dependent()).isEmpty();
    assertThat(prediction.withoutEffect())
        .containsExactly(new NoEffect(path(parent).child("new@1"), why));
  }

  @Test
  void aSimpleBusEnabledAtRunTimeIsNotPopulated() {
    Prediction prediction = predict("/soc/bus-off", OKAY, "/soc/bus-off/below@5000", OKAY);

    assertThat(prediction.dependent()).isEmpty();
    assertThat(prediction.withoutEffect())
        .extracting(NoEffect::why)
        .containsExactly(Why.CHILDREN_WITHOUT_DEVICES, Why.PARENT_IS_NO_BUS);
  }

  @Test
  void aSimpleBusBelowADriversBusDependsOnThatDriver() {
    assertThat(
            predict("/soc/target-module@30000/segment", "new { compatible = \"a,b\"; };")
                .dependent())
        .extracting(DependentDevice::bus)
        .containsExactly(ChildBus.PLATFORM);
  }

  @Test
  void warnsAboutAClientWithoutAnAddress() {
    Prediction prediction = predict("/soc/i2c@1000", "camera { compatible = \"a,b\"; };");

    assertThat(prediction.hazards())
        .extracting(Hazard::kind)
        .containsExactly(Hazard.Kind.DRIVER_CANNOT_BIND);
    assertThat(prediction.hazards().get(0).message())
        .startsWith("/soc/i2c@1000/camera has no reg, so it does not become an I2C device");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/soc/spi@1000/flash@0",
        "/soc/spi@1000/spi-flash@1",
        "/soc/spi@1000/mmc@2",
        "/soc/flash-controller@2000/spi-flash@0",
        "/soc/twi@3000/touch@2c",
        "/soc/twi@3000/codec@30"
      })
  void aClientOfABusIsNotABusWhateverItsCompatible(String client) {
    Prediction part = CLIENTS.apply(overlay(client, "part { };")).prediction();
    Prediction partitions =
        CLIENTS
            .apply(overlay(client, "partitions { compatible = \"fixed-partitions\"; };"))
            .prediction();

    assertThat(part.dependent()).isEmpty();
    assertThat(part.hazards()).isEmpty();
    assertThat(partitions.dependent())
        .extracting(DependentDevice::bus)
        .containsExactly(ChildBus.PLATFORM);
    assertThat(partitions.hazards()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/soc/spi@1000/spi@3,        SPI",
    "/soc/twi@3000/mux@70/i2c@1, I2C",
    "/soc/i2c-mux/i2c@0,         I2C"
  })
  void aChannelOfAMuxIsABus(String channel, ChildBus bus) {
    String client = "sensor@9 { compatible = \"a,b\"; reg = <9>; };";

    assertThat(CLIENTS.apply(overlay(channel, client)).prediction().dependent())
        .extracting(DependentDevice::bus)
        .containsExactly(bus);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/soc/i2c-mux", "/soc/twi@3000/mux@70"})
  void aChannelAddedToAMuxIsNotAClient(String mux) {
    Prediction prediction = CLIENTS.apply(overlay(mux, "i2c@2 { reg = <2>; };")).prediction();

    assertThat(prediction.dependent()).isEmpty();
    assertThat(prediction.hazards()).isEmpty();
  }
}
