"""A command line that was typed wrong is told as everything else is: one message, exit code 2."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    ClickException,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
)

from briefcast.cli.report import say_told
from briefcast.messages import Typed, either, joined, tell

_WORDED: Mapping[re.Pattern[str], Callable[[re.Match[str]], str]] = {
    re.compile(r"No such command '(.+?)'\.(?: Did you mean (.+)\?)?"): lambda found: _unknown_command(*found.groups()),
    re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)"): lambda found: tell(
        "That is too much: '{word}'.", word=found[1]
    ),
    re.compile(r"Input should be a valid (?:integer|number).*"): lambda _: tell("Write a number."),
}
"""What Typer says in words alone, and what we tell instead."""


def tell_usage(error: ClickException) -> int:
    """Print what is wrong with a command line, and where its help is; give the exit code.

    A message of Typer's that is not known here is told as Typer words it.
    """
    if isinstance(error, NoArgsIsHelpError):
        error.show()
        return error.exit_code
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "briefcast"
    more = tell("See: {command}", command=Typed(f"{command} --help"))
    say_told(joined(_told(error), more), label=tell("{command}:", command=command), colour="bold red")
    return error.exit_code


def _told(error: ClickException) -> str:
    match error:
        case NoSuchOption(option_name=name, possibilities=near):
            return joined(tell("There is no option '{name}'.", name=name), _near(sorted(near or ())))
        case MissingParameter(param=param) if param is not None:
            return tell("'{name}' is missing.", name=_named(param.opts[0], getattr(param, "metavar", None)))
        case BadParameter(param=param) if param is not None:
            name = _named(param.opts[0], getattr(param, "metavar", None))
            return tell("'{name}': {told}", name=name, told=_worded(error.message))
        case BadOptionUsage(option_name=name) if "requires" in error.message:
            return tell("'{name}' has no value.", name=name)
        case BadOptionUsage(option_name=name):
            return tell("'{name}' takes no value.", name=name)
    return _worded(error.message)


def _named(option: str, metavar: str | None) -> str:
    """Give what a person types for a parameter, as its help names it: ``--out``, ``BRIEF``."""
    return option if option.startswith("-") else (metavar or option.upper()).strip("[]{}")


def _worded(message: str) -> str:
    for pattern, told in _WORDED.items():
        if found := pattern.fullmatch(message):
            return told(found)
    return message


def _unknown_command(name: str, near: str | None) -> str:
    found = re.findall(r"'(.+?)'", near or "")
    return joined(tell("There is no command '{name}'.", name=name), _near(found))


def _near(names: list[str]) -> str:
    quoted = tuple(tell("'{name}'", name=name) for name in names)
    return tell("Did you mean {near}?", near=either(quoted)) if quoted else ""
