package dev.okayd.agent.guest;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * The kernel of a guest: fake mkdir, rmdir and dd on configfs. A directory appears and disappears
 * with its files, and applying or removing an overlay changes the tree and the devices. There is
 * nothing to mount, and time advances only during sleeps.
 */
public final class FakeKernel {
  private static final String CONFIGFS =
      """
      tool=${0##*/}
      for last; do :; done
      read -r interface <"$OKAYD_ROOT/kernel/interface"
      does() { [ -e "$OKAYD_ROOT/kernel/$1" ]; }
      sys=$OKAYD_ROOT/sys

      # of the overlay in $directory
      names() {
        path=$(tail -c +93 "$directory/dtbo" | tr '\\000' '\\n' | head -n 1)
        node=${path##*/}
        device=${node#*@}.${node%@*}
      }
      put_on() {
        names
        printf 'okay\\000' >"$OKAYD_ROOT/proc/device-tree$path/status"
        mkdir -p "$sys/devices/$device"
        ln -s "$OKAYD_ROOT/proc/device-tree$path" "$sys/devices/$device/of_node"
        ln -s "$sys/devices/$device" "$sys/bus/platform/devices/$device"
        read -r virtio id driver 2>/dev/null <"$OKAYD_ROOT/kernel/devices/$node" || return
        ln -s "$sys/bus/platform/drivers/virtio-mmio" "$sys/devices/$device/driver"
        mkdir -p "$sys/devices/$device/$virtio" "$sys/bus/virtio/drivers/$driver"
        echo "$id" >"$sys/devices/$device/$virtio/device"
        echo 0x0000000f >"$sys/devices/$device/$virtio/status"
        ! does stalls || echo 0x00000003 >"$sys/devices/$device/$virtio/status"
        case $driver in
        virtio_blk) mkdir -p "$sys/devices/$device/$virtio/block/vda" ;;
        virtio_net) mkdir -p "$sys/devices/$device/$virtio/net/eth1" ;;
        esac
        ln -s "$sys/bus/virtio/drivers/$driver" "$sys/devices/$device/$virtio/driver"
        ln -s "$sys/devices/$device/$virtio" "$sys/bus/virtio/devices/$virtio"
      }
      take_off() {
        names
        printf 'disabled\\000' >"$OKAYD_ROOT/proc/device-tree$path/status"
        for virtio in "$sys/devices/$device"/virtio*; do
          rm -f "$sys/bus/virtio/devices/${virtio##*/}"
        done
        rm -rf "$sys/bus/platform/devices/$device" "$sys/devices/$device"
        set_status unapplied
      }
      # of $device, whose node is okay all the time
      rebind() {
        transport=$sys/devices/$device
        driver=$sys/bus/platform/drivers/virtio-mmio
        case ${file##*/} in
        bind)
          if ! read -r virtio id virtio_driver 2>/dev/null <"$OKAYD_ROOT/kernel/transports/$device"; then
            echo "dd: error writing '$file': No such device" >&2
            exit 1
          fi
          ln -s "$transport" "$driver/$device"
          ln -s "$driver" "$transport/driver"
          mkdir -p "$transport/$virtio" "$sys/bus/virtio/drivers/$virtio_driver"
          echo "$id" >"$transport/$virtio/device"
          echo 0x0000000f >"$transport/$virtio/status"
          ln -s "$sys/bus/virtio/drivers/$virtio_driver" "$transport/$virtio/driver"
          ln -s "$transport/$virtio" "$sys/bus/virtio/devices/$virtio"
          ;;
        unbind)
          rm -rf "$sys"/bus/virtio/devices/virtio* "$transport"/virtio* "$transport/driver" "$driver/$device"
          ;;
        esac
      }
      # configfs has modes, whoever root is
      set_status() {
        rm -f "$directory/status"
        echo "$1" >"$directory/status"
        [ "$interface" = dtbocfg ] || chmod a-w "$directory/status"
      }
      is_applied() {
        case $(cat "$directory/status") in
        applied | 1) ;;
        *) return 1 ;;
        esac
      }
      # until somebody opens the pipe
      hangs() {
        case $directory in
        *disk*) read -r _ <"$OKAYD_ROOT/kernel/hangs" ;;
        esac
      }

      case $tool/$last in
      mkdir/*/overlays/*)
        mkdir "$last" || exit
        : >"$last/dtbo"
        directory=$last
        set_status unapplied
        case $interface in
        okayd-*) echo 1234 >"$last/apply_us" && : >"$last/remove" ;;
        esac
        case $interface in
        okayd-module) echo overlay >"$last/mode" ;;
        okayd-status-only) echo status-only >"$last/mode" ;;
        vendor-configfs) : >"$last/path" ;;
        dtbocfg) set_status 0 ;;
        esac
        ;;
      rmdir/*/overlays/*)
        directory=$last
        ! does clings || exit 1
        if is_applied; then
          if does outrun; then
            take_off
            rm -r "$directory"
            exit 1
          fi
          case $interface in
          okayd-*) exit 1 ;;
          esac
          ! does hangs || hangs
          ! does lies || rm -f "$directory/status"
          does lies || take_off
        fi
        rm -r "$directory"
        ;;
      dd/*)
        for argument; do
          case $argument in
          of=*) file=${argument#of=} ;;
          esac
        done
        directory=${file%/*}
        case $file in
        */drivers/virtio-mmio/*)
          read -r device
          rebind
          exit
          ;;
        esac
        if [ "${file##*/}" = remove ] && does busy; then
          echo "dd: error writing '$file': Device or resource busy" >&2
          exit 1
        fi
        if [ "${file##*/}" = remove ] && does outrun; then
          take_off
          rm -r "$directory"
        fi
        if [ "${file##*/}/$interface" = dtbo/dtbocfg ] && is_applied; then
          exit 1
        fi
        [ "${file##*/}" != dtbo ] || echo "$*" >>"$OKAYD_ROOT/kernel/writes"
        was_applied=$(is_applied && echo yes)
        dd "$@" || exit
        ! does hangs || hangs
        case ${file##*/}/$interface in
        remove/*) ! is_applied || take_off ;;
        dtbo/okayd-*) does refuses && set_status 'error -22' ;;
        status/dtbocfg)
          case $was_applied$(cat "$file") in
          1) does refuses || does lies || put_on ;;
          yes0) does lies || take_off; set_status 0 ;;
          esac
          ! does refuses || set_status 0
          ! does sticks || set_status 1
          exit 0
          ;;
        dtbo/dtbocfg) exit 0 ;;
        esac
        [ "${file##*/}" = dtbo ] && ! does refuses || exit 0
        does lies || put_on
        set_status applied
        ;;
      *)
        exec "$tool" "$@"
        ;;
      esac
      """;

  private static final String MOUNT =
      """
      exit 1
      """;

  private static final String SLEEP =
      """
      read -r uptime _ <"$OKAYD_ROOT/proc/uptime"
      case $1 in
      *.*) tenths=$((${1%.*} * 10 + ${1#*.})) ;;
      *) tenths=$(($1 * 10)) && echo "$1" >>"$OKAYD_ROOT/kernel/sleeps" ;;
      esac
      [ ! -e "$OKAYD_ROOT/kernel/plugs" ] || echo 1 >"$OKAYD_ROOT/sys/class/net/eth1/carrier"
      tenths=$((${uptime%.*} * 10 + ${uptime#*.} + tenths))
      echo "$((tenths / 10)).$((tenths % 10)) 0.0" >"$OKAYD_ROOT/kernel/uptime.$$"
      # time may have begun to go by as it does here since this was called
      [ -L "$OKAYD_ROOT/proc/uptime" ] || mv "$OKAYD_ROOT/kernel/uptime.$$" "$OKAYD_ROOT/proc/uptime"
      exec sleep 0.01
      """;

  private static final Map<String, String> TOOLS =
      Map.of("mkdir", CONFIGFS, "rmdir", CONFIGFS, "dd", CONFIGFS, "mount", MOUNT, "sleep", SLEEP);

  /**
   * Starts a script in this kernel. Functions precede all other commands of these names; BusyBox's
   * shell would not search PATH for them. A shell reads the tools instead of executing them: exec
   * fails while a concurrently forked process has the file open for writing.
   */
  static final String START =
      """
      for tool in mkdir rmdir dd mount sleep; do
        eval "$tool() { /bin/sh '$KERNEL_TOOLS/$tool' \\"\\$@\\"; }"
      done
      . "$0"
      """;

  private FakeKernel() {}

  /** Uses the real time, also for sleeps in progress. */
  static void keepsTime(Path directory) throws IOException {
    Path tool = Files.writeString(directory.resolve("sleep.new"), "exec sleep \"$@\"\n");
    Files.move(tool, directory.resolve("sleep"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Writes the tools to $KERNEL_TOOLS. */
  static void install(Path directory) throws IOException {
    for (Map.Entry<String, String> tool : TOOLS.entrySet()) {
      Files.writeString(directory.resolve(tool.getKey()), tool.getValue());
    }
  }

  /** Makes every operation on the disk hang until {@link #release}. */
  static void hang(Path root) {
    makePipe(hanging(root));
  }

  /** Makes a pipe without a writer, so that readers block. */
  public static void makePipe(Path pipe) {
    try {
      new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends the hung operations, which are otherwise unkillable. */
  static void release(Path root) {
    if (!Files.exists(hanging(root))) {
      return;
    }
    try (RandomAccessFile pipe = new RandomAccessFile(hanging(root).toFile(), "rw")) {
      pipe.writeBytes("\n".repeat(100));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path hanging(Path root) {
    return root.resolve("kernel/hangs");
  }
}
