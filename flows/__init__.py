"""What the team triggers."""
