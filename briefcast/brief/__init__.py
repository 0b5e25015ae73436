"""The brief: what the team wrote, read from its file and checked at the door."""
