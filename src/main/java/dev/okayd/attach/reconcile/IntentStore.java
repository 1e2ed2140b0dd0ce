package dev.okayd.attach.reconcile;

import dev.okayd.attach.Intent;
import dev.okayd.store.json.StoredEnum;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The table {@code intent}. A device without a row follows its backend. */
@ApplicationScoped
public class IntentStore {

  /** By device. */
  Map<String, Intent> ofGuest(Handle handle, String guest) {
    Map<String, Intent> intents = new HashMap<>();
    handle
        .createQuery("SELECT device, intent FROM intent WHERE guest = :guest")
        .bind("guest", guest)
        .map(
            (row, context) ->
                Map.entry(row.getString(1), StoredEnum.read(Intent.class, row.getString(2))))
        .forEach(entry -> intents.put(entry.getKey(), entry.getValue()));
    return intents;
  }

  public void put(Handle handle, String guest, String device, Intent intent) {
    handle
        .createUpdate(
            """
            INSERT INTO intent (guest, device, intent) VALUES (:guest, :device, :intent)
            ON CONFLICT (guest, device) DO UPDATE SET intent = excluded.intent
            """)
        .bind("guest", guest)
        .bind("device", device)
        .bind("intent", intent.name())
        .execute();
  }
}
