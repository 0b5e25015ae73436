"""The planner: the weeks as the team plans them."""
