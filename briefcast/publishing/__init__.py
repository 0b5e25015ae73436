"""What goes out: the accounts of the team, posts, orders, and how each is sent exactly once."""
