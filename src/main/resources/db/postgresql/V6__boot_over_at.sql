-- When a boot was over: only the latest ones are kept.
ALTER TABLE boot_over ADD COLUMN ended_at BIGINT NOT NULL DEFAULT 0;
