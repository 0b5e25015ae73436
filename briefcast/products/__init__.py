"""Products: what an edition holds. base says how the next one is added, table has a line for each."""
