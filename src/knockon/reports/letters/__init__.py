"""Letters: a pack's Word templates, filled from a plan and a ledger, as Word and as tagged PDF."""
