"""Podcast: the mix, the episode and its transcripts."""
