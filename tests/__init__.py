"""The tests: a folder for each package of briefcast."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The checkout."""
