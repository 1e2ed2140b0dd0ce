-- How the guest is kept from the device: by an overlay, or by its driver alone.
ALTER TABLE attachment ADD COLUMN slot_kind TEXT NOT NULL DEFAULT 'GATED';
