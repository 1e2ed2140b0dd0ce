-- When an attachment came into its phase. An okayd before this version leaves it as it is.
ALTER TABLE attachment ADD COLUMN phase_since BIGINT;
