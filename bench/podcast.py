"""Print what was measured on every episode of an edition: length against its audience's wish, loudness, hosts.

python -m bench.podcast outputs/egov-2024
"""

from __future__ import annotations

import sys
from pathlib import Path

from briefcast.manifest.manifest import read_manifest


def main(folder: Path) -> None:
    """Print a line for each recording in the folder of an edition."""
    print(f"{'audience':12}lang  file  {'format':14}{'s':>6} of{'':5}LUFS   dBTP  LRA  hosts LU")
    for output in read_manifest(folder).outputs:
        media = output.media
        if output.product != "podcast" or output.role != "audio" or not media.duration_ms or not media.asked_ms:
            continue
        extra = media.model_extra or {}
        off = media.duration_ms / media.asked_ms - 1
        hosts = "" if media.host_difference_lu is None else f"{media.host_difference_lu:.2f}"
        print(
            f"{output.audience:12}{output.language:6}{output.variant:6}{extra.get('format', ''):14}"
            f"{media.duration_ms / 1000:6.1f} {media.asked_ms / 1000:.0f} {off:+.1%}  {media.loudness_lufs}  "
            f"{media.true_peak_dbtp}  {extra.get('loudness_range_lu')}  {hosts}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
