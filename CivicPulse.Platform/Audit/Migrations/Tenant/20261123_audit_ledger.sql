select audit.make_ledger(current_schema()::text);
