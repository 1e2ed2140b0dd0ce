-- Over which channel the agent last spoke in its boot.
ALTER TABLE boot ADD COLUMN channel TEXT NOT NULL DEFAULT 'HTTP';
