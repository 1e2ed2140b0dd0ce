-- Of a device whose type does not say it; an okayd before this version leaves it empty.
ALTER TABLE attachment ADD COLUMN virtio_id INTEGER;
