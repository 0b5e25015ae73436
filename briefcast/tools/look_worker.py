"""Opens one picture or film that somebody else made: run by itself, it answers once and ends.

It is started by `briefcast.tools.strangers`, and imports nothing of briefcast: python look_worker.py TASK FILE LIMITS.
The answer is a line of JSON, and behind it the pixels if they were asked for. Of what a parser says of a broken file
only the name of its error is told: its text may hold anything.
"""

from __future__ import annotations

import io
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


def picture(file: str, limits: dict[str, Any], task: str) -> bytes:
    """Answer what size a picture has, and what is wrong with it.

    ``pixels`` gives its pixels too, upright; ``clean`` the picture written anew, without anything said in it.
    """
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
            if task == "clean":
                return _cleaned(image, limits["clean_side_max_px"])
            if task != "pixels":
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


def _cleaned(image: Any, side_max_px: int) -> bytes:
    """Write a picture anew: upright, in the colours of a screen, no larger than asked, and with nothing but pixels.

    What a camera or program noted (place, time, device, owner, a small copy) is not written again.
    """
    from PIL import Image, ImageOps

    # A JPEG may carry further pictures, as telephones write them; those of other kinds are shown one after the other.
    if image.format in ("PNG", "WEBP", "GIF") and getattr(image, "is_animated", False):
        return answer(fault="moves")
    profile, kind = image.info.get("icc_profile"), image.format
    if image.mode in ("P", "1", "I;16", "LA"):
        image = image.convert("RGBA" if image.mode == "LA" or "transparency" in image.info else "RGB")
    # Made smaller first: what follows takes room and time for each pixel.
    image.thumbnail((side_max_px, side_max_px), Image.Resampling.LANCZOS)
    image = ImageOps.exif_transpose(image)
    image = _in_screen_colours(image, profile)
    clear = "A" in image.getbands() or "transparency" in image.info
    image = image.convert("RGBA" if clear else "RGB")
    if clear and image.getextrema()[3] == (255, 255):
        image, clear = image.convert("RGB"), False
    plain = Image.frombytes(image.mode, image.size, image.tobytes())
    out = io.BytesIO()
    if clear or (kind == "PNG"):
        plain.save(out, "PNG", compress_level=6)
    if not clear and (kind != "PNG" or out.tell() > _PNG_MAX_BYTES):
        out = io.BytesIO()
        plain.save(out, "JPEG", quality=93, subsampling=0)
    ending = "png" if out.getvalue().startswith(b"\x89PNG") else "jpg"
    return answer(width_px=plain.width, height_px=plain.height, kind=ending) + out.getvalue()


_PNG_MAX_BYTES = 8_000_000
"""A photo that somebody saved as PNG is a JPEG of a tenth."""


def _in_screen_colours(image: Any, profile: bytes | None) -> Any:
    """Give a picture in sRGB, which everything that shows it later takes for granted."""
    if not profile:
        return image
    from PIL import ImageCms

    try:
        if image.mode == "P":
            image = image.convert("RGBA" if "transparency" in image.info else "RGB")
        clear = image.getchannel("A") if "A" in image.getbands() else None
        own = image.convert("RGB") if clear else image
        shown = ImageCms.profileToProfile(
            own, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
        if shown is not None and clear:
            shown.putalpha(clear)
        return shown or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def film(file: str, limits: dict[str, Any], task: str) -> bytes:
    """Answer how long and large a film is, read to its first frame, and what is wrong with it.

    ``frame`` gives that frame too, upright, as JPEG.
    """
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
            if task == "frame":
                from PIL import Image

                out = io.BytesIO()
                Image.fromarray(frame.to_ndarray(format="rgb24")).rotate(frame.rotation, expand=True).save(
                    out, "JPEG", quality=85
                )
                return answer(width_px=frame.width, height_px=frame.height) + out.getvalue()
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
    told = film(file, limits, task) if task in ("film", "frame") else picture(file, limits, task)
    sys.stdout.buffer.write(told)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
