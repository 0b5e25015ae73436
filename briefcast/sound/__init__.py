"""Sound: samples, tracks, music, the master."""
