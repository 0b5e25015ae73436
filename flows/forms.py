"""The forms of Prefect's UI: what flows are asked for, in words of the people who fill them in, in their language.

A form has the fields of the request it stands for; what is told of them is written when the flows are deployed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from prefect import runtime
from pydantic import BaseModel, ConfigDict, model_validator

from briefcast.brief.team import find_team_brief, list_team_briefs
from briefcast.cli.report import shown
from briefcast.edition.request import EditionRequest
from briefcast.errors import BriefcastError
from briefcast.messages import tell
from briefcast.paths import lies_within
from briefcast.publishing.typos import known_audiences
from briefcast.week.week import BatchRequest
from flows.told import week_of_run

OUTPUTS_ENV = "BRIEFCAST_OUTPUTS"
"""The folder below which runs of a server write; the folder that the flows were deployed from if it is not set."""

_WORDS: Mapping[str, tuple[str, str]] = {
    "brief": (
        tell("Brief"),
        tell("The briefs of the team's folder. Another one is sent: briefcast make FILE --submit."),
    ),
    "plan": (tell("Plan"), tell("The plan of the weeks, such as plans/plan.yaml or plans/plan.xlsx.")),
    "week": (tell("Week"), tell("Such as 2026-W48. Leave it empty for this week.")),
    "audiences": (tell("For whom"), tell("Leave it empty for everybody the brief is written for.")),
    "languages": (tell("In which languages"), tell("Leave it empty for every language of the brief.")),
    "products": (tell("What to make"), tell("Leave it empty for everything.")),
    "preset": (
        tell("Quality of films"),
        tell("draft is quick, to look through; standard is to publish; archive is to keep."),
    ),
    "voices": (tell("Voices to try first"), tell("Leave it empty for the usual ones: piper, gtts, espeak or silent.")),
    "strict": (tell("Only these voices"), tell("Make nothing rather than let another voice speak.")),
    "reduced_motion": (tell("Calm films"), tell("Nothing slides, grows or counts: things fade in.")),
    "with_errors": (
        tell("Make it with its errors"),
        tell("To look at what the check complains about; it cannot be approved."),
    ),
    "verify": (tell("Check every file again"), tell("Slower: also files that nobody touched are read whole.")),
    "refresh": (tell("Fetch fresh figures first"), tell("From where series.yaml beside the plan says.")),
    "again": (tell("Make it again"), tell("Also if the week was made and released before.")),
    "settings": (tell("Folder of channels.yaml"), tell("Leave it as it is, unless your accounts lie elsewhere.")),
    "out": (tell("Folder for results"), tell("Leave it as it is: it has to lie in the folder of the team.")),
}


def _worded(schema: dict[str, Any]) -> None:
    """Write titles and descriptions into the schema of a form, and what can be chosen."""
    schema["title"], schema["description"] = "", ""
    fields = schema["properties"]
    if fields.pop("column", None):
        # The plan numbers its columns: nobody types that, and a run is handed it all the same.
        schema.pop("additionalProperties", None)
    for name, field in fields.items():
        title, description = _WORDS[name]
        field |= {"title": shown(title), "description": shown(description)}
    if "audiences" in fields:
        fields["audiences"]["items"] = {"type": "string", "enum": sorted(known_audiences(Path.cwd()))}
    if "brief" in fields and (briefs := list_team_briefs(Path())):
        # A path is a box to type in, and she knows none; a brief that is sent later is added when it is.
        fields["brief"] = {key: value for key, value in fields["brief"].items() if key != "format"}
        fields["brief"] |= {"type": "string", "enum": list(briefs)}
    if "week" in fields:
        # A field that may be no text at all has no box to type in.
        fields["week"] = {
            key: value for key, value in fields["week"].items() if key in ("title", "description", "position")
        } | {"type": "string", "default": ""}


class _Form(BaseModel):
    """A form of a request: worded for those who fill it in, and as good as the request itself."""

    model_config = ConfigDict(json_schema_extra=_worded)

    @model_validator(mode="before")
    @classmethod
    def _given(cls, request: object) -> object:
        """Take a request for a form, and an empty box for nothing."""
        given = request.model_dump() if isinstance(request, BaseModel) else request
        return {name: value for name, value in given.items() if value != ""} if isinstance(given, dict) else given


class EditionForm(_Form, EditionRequest):
    """What edition to make."""


class BatchForm(_Form, BatchRequest):
    """Which week to make, from which plan."""


def refuse_outside(out: Path) -> None:
    """Refuse to write outside the team's folder for a form that anybody of the team can fill in.

    On a terminal people write where they may anyway.

    Raises:
        BriefcastError: what the folder is, and how another one is allowed.
    """
    team = _team()
    if runtime.deployment.id and not out.resolve().is_relative_to(team):
        raise BriefcastError(
            tell(
                "{out} is outside the folder of the team, {team}. Write 'outputs', or let whoever runs the worker "
                "name another folder in {variable}.",
                out=out,
                team=team,
                variable=OUTPUTS_ENV,
            )
        )


def with_team_brief(request: EditionRequest) -> EditionRequest:
    """Give a request with the file of the brief that it names, which a form reads from the team's folder alone.

    Where the plan of a week lies its briefs lie, too.

    Raises:
        BriefcastError: there is no such brief, with the one that comes near.
    """
    if not runtime.deployment.id or week_of_run():
        return request
    here = Path()
    # Beside the folder for results, which may lie elsewhere, the one that the flows were deployed from.
    team = _team() if lies_within(_team(), here / request.brief) else here
    return request.model_copy(update={"brief": find_team_brief(request.brief, here, team=team)})


def _team() -> Path:
    return Path(os.environ.get(OUTPUTS_ENV, "") or Path.cwd()).resolve()
