package dev.okayd.guest.api;

import dev.okayd.bundle.Bundle;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.guest.Guest;
import dev.okayd.guest.planning.Guests;
import dev.okayd.guest.store.GuestStore;
import dev.okayd.overlay.Blueprint;
import dev.okayd.overlay.GateOverlay;
import dev.okayd.overlay.GuestTree;
import dev.okayd.plan.Gate;
import dev.okayd.plan.basetree.BaseTree;
import dev.okayd.plan.planner.Planner;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Makes the files of a guest's plan: trees, overlays and bundles. */
@ApplicationScoped
class GuestFiles {
  private final Store store;
  private final Guests guests;
  private final GuestStore guestStore;
  private final Planner planner;

  GuestFiles(Store store, Guests guests, GuestStore guestStore, Planner planner) {
    this.store = store;
    this.guests = guests;
    this.guestStore = guestStore;
    this.planner = planner;
  }

  /** The base tree as the client uploaded it. */
  byte[] baseTree(String name) {
    return store.read(
        handle -> {
          guests.require(handle, name);
          return guestStore
              .baseTree(handle, name)
              .orElseThrow(
                  () ->
                      new OkaydException(
                          ErrorCode.BASE_TREE_NOT_FOUND,
                          "No base tree was uploaded for guest \"" + name + "\""));
        });
  }

  /** The tree that the guest boots. */
  DeviceTree deviceTree(String name) {
    return store.read(
        handle -> {
          Guest guest = guests.require(handle, name);
          return GuestTree.of(guest.plan(), planner.platform(guest.spec()), tree(handle, name));
        });
  }

  /** All files of a guest's plan. */
  Bundle bundle(String name) {
    return store.read(
        handle -> {
          Guest guest = guests.require(handle, name);
          return Bundle.of(
              name,
              Blueprint.of(
                  guest.spec(), guest.plan(), planner.platform(guest.spec()), tree(handle, name)));
        });
  }

  private Optional<BaseTree> tree(Handle handle, String name) {
    return guestStore.baseTree(handle, name).map(BaseTree::read);
  }

  /** The overlay of a gate: of a gated device, a spare slot or a bridge. */
  GateOverlay overlay(String name, String device, Optional<Integer> domid) {
    Guest guest = guests.get(name);
    Gate gate = guest.plan().gate(device).orElseThrow(() -> noGate(guest, device));
    return GateOverlay.of(guest.plan(), gate, domid);
  }

  private static OkaydException noGate(Guest guest, String device) {
    guest.requireDevice(device);
    return new OkaydException(
        ErrorCode.DEVICE_NOT_GATED,
        "Device \"%s\" of guest \"%s\" is okay from the start".formatted(device, guest.name()));
  }
}
