"""Pages a person opens: what all share, the page of an edition, the board."""
