"""The manifest: what an edition holds, for whom, from which facts."""
