"""Opens one picture or film that somebody else made: run by itself, it answers once and ends.

It is started by `briefcast.tools.strangers`, and imports nothing of briefcast: python look_worker.py TASK FILE LIMITS.
The answer is a line of JSON, and behind it the pixels if they were asked for. Of what a parser says of a broken file
only the name of its error is told: its text may hold anything.
"""

from __future__ import annotations

import json
import sys
import warnings
from typing import Any


def limit(memory_bytes: int, cpu_s: int) -> None:
    """Take no more memory and time than this, where the system can hold a process to it."""
    try:
        import resource
    except ImportError:  # Windows: the time limit of whoever waits remains
        return
    for kind, most in ((resource.RLIMIT_AS, memory_bytes), (resource.RLIMIT_CPU, cpu_s), (resource.RLIMIT_FSIZE, 0)):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # macOS knows no limit of address space
            continue


def picture(file: str, limits: dict[str, Any], *, pixels: bool) -> bytes:
    """Answer what size a picture has, upright, and what is wrong with it; give its pixels if they are asked for."""
    from PIL import Image, ImageOps

    warnings.simplefilter("error", Image.DecompressionBombWarning)
    # Its own limit would hide the size, which is told: opening takes no room for the pixels yet.
    Image.MAX_IMAGE_PIXELS = 16 * limits["pixels"]
    try:
        with Image.open(file, formats=limits["formats"]) as image:
            width, height = image.size
            side = {"width_px": width, "height_px": height}
            short, long = sorted(image.size)
            if width * height > limits["pixels"]:
                return answer(fault="pixels", **side)
            if short < limits["side_min_px"] or long > limits["side_max_px"]:
                return answer(fault="sides", **side)
            if not pixels:
                # A JPEG is read to its end in an eighth of its size, too.
                image.draft(None, (1, 1))
                image.load()
                return answer(**side)
            upright = ImageOps.exif_transpose(image)
            clear = "A" in upright.getbands() or "transparency" in upright.info
            upright = upright.convert("RGBA" if clear else "RGB")
            content = upright.tobytes()
            return answer(width_px=upright.width, height_px=upright.height, mode=upright.mode) + content
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return answer(fault="pixels")
    except MemoryError:
        return answer(fault="memory")
    except Exception as error:  # whatever a broken file sets off in a parser
        return answer(fault="broken", why=type(error).__name__)


def film(file: str, limits: dict[str, Any]) -> bytes:
    """Answer how long and large a film is, read to its first frame, and what is wrong with it."""
    import av

    options = {
        "protocol_whitelist": "file",
        # The demuxer is found by the content, as every program that opens the file later finds it.
        "format_whitelist": limits["formats"],
        "codec_whitelist": ",".join(limits["codecs"]),
    }
    try:
        with av.open(file, options=options) as container:
            if not container.streams.video:
                return answer(fault="no-picture")
            stream = container.streams.video[0]
            context = stream.codec_context
            if context is None or context.name not in limits["codecs"]:
                return answer(fault="codec", codec=context.name if context else "")
            width, height = context.width, context.height
            side = {"width_px": width, "height_px": height}
            if width * height > limits["pixels"] or max(width, height) > limits["side_max_px"]:
                return answer(fault="pixels", **side)
            if min(width, height) < limits["side_min_px"]:
                return answer(fault="sides", **side)
            context.thread_count = 1
            frame = next(container.decode(stream), None)
            if frame is None:
                return answer(fault="no-frames")
            if frame.width * frame.height > limits["pixels"]:
                return answer(fault="pixels", width_px=frame.width, height_px=frame.height)
            length_s = (container.duration or 0) / av.time_base
            if stream.duration and stream.time_base:
                length_s = float(stream.duration * stream.time_base)
            return answer(length_s=length_s, width_px=frame.width, height_px=frame.height, rotation=frame.rotation)
    except MemoryError:
        return answer(fault="memory")
    except Exception as error:  # whatever a broken file sets off in a parser
        return answer(fault="broken", why=type(error).__name__)


def answer(**facts: object) -> bytes:
    """Give the line that the answer is, or begins with."""
    return json.dumps(facts).encode() + b"\n"


def main() -> None:
    """Do what the arguments say."""
    task, file, limits = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    limit(limits["memory_bytes"], limits["cpu_s"])
    told = film(file, limits) if task == "film" else picture(file, limits, pixels=task == "pixels")
    sys.stdout.buffer.write(told)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
