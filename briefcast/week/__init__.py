"""The week: made, decided by people, released."""
