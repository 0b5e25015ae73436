"""One module per outside program: where it is, which version, how it is run."""
