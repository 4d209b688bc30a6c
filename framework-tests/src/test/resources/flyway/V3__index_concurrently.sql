create index concurrently level_at on level(at);
