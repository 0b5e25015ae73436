"""The audiogram: the best half minute of an episode, to be posted where nobody listens to a whole one."""
