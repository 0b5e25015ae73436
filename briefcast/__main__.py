"""``python -m briefcast``: the command line from a checkout that is not installed."""

from briefcast.cli.main import main

main()
