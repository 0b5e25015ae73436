"""Answers to what somebody does by a form: what came of it, or in words why not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from briefcast.catalogue import in_language
from briefcast.desk.deciding import SeenOther
from briefcast.desk.making import Run
from briefcast.desk.pages import expect_person, language_of, read_body, template_of
from briefcast.desk.telling import without_commands
from briefcast.desk.who import NotSignedIn
from briefcast.desk.words import word
from briefcast.errors import BriefcastError, BriefError
from briefcast.messages import joined, tell
from briefcast.states import called

Answer = Callable[[Request, str, Any], Awaitable[Response]]


async def answer_told(
    request: Request, model: type[BaseModel], answer: Answer, about: str, *, by_anybody: bool = False
) -> Response:
    """Read what is asked, and let an answer say in words why it is refused, in the language of who reads it.

    Where it is not ``by_anybody``, it is refused from a page that was drawn for another person.
    """
    code = language_of(request)
    try:
        if not by_anybody:
            expect_person(request)
        asked = model.model_validate_json(await read_body(request))
        return await answer(request, about, asked)
    except ValidationError:
        return JSONResponse({"message": word(code, "not_understood")}, 400)
    except NotSignedIn as error:
        return JSONResponse({"message": in_language(error.told, code), "sign_in": True}, 401)
    except SeenOther as error:
        changed = template_of("changed.html.j2", code).render(
            stale=error.stale, stood=lambda name: in_language(called(name), code)
        )
        return JSONResponse({"message": in_language(error.told, code), "changed": changed}, 409)
    except BriefError as error:
        lines = (without_commands(problem.told, code)[0] for problem in error.problems)
        return JSONResponse({"message": " ".join(lines)}, 422)
    except BriefcastError as error:
        return JSONResponse({"message": without_commands(error.told, code)[0]}, 400)
    except OSError as error:
        reason = tell("It cannot be kept: {error}.", error=error.strerror or str(error))
        return JSONResponse({"message": in_language(reason, code)}, 507)


def answering(model: type[BaseModel], answer: Answer, about: str) -> Callable[[Request], Awaitable[Response]]:
    """Give what answers a form, as `answer_told` does; ``about`` names the part of its address that it is about."""

    async def answered(request: Request) -> Response:
        return await answer_told(request, model, answer, request.path_params[about])

    return answered


async def stop_answered(run: Run | None) -> Response:
    """End what is being made, if anything is."""
    if run:
        await run_in_threadpool(run.stop)
    return JSONResponse({})


def making_json(request: Request, run: Run | None) -> Response:
    """Say how far what is being made is, in the language of who reads it."""
    code = language_of(request)
    if run is None:
        return JSONResponse({"state": "none"})
    now = run.progress
    faults = [in_language(joined(each.message, each.remedy), code) for each in now.faults]
    told = word(code, f"making.{now.state}")
    return JSONResponse({"state": now.state, "share": now.share, "step": now.step, "told": told, "faults": faults})


def said_json(request: Request, lines: tuple[str, ...]) -> Response:
    """Answer with what came of something, in the language of who reads it."""
    code = language_of(request)
    return JSONResponse({"told": [without_commands(line, code)[0] for line in lines]})
