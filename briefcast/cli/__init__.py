"""What a person types."""

import os

# Looking through every installed package for plug-ins of pydantic takes a tenth of a short command; none are ours.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
