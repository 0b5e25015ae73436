"""The command line: thin, fast to start, the same plan as the flow."""

from __future__ import annotations

import dataclasses
import gc
import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from briefcast import __version__
from briefcast.cli.comments import comments_app
from briefcast.cli.correct import add_correct_command
from briefcast.cli.handout import handout_app
from briefcast.cli.importing import add_import_command
from briefcast.cli.ledger import ledger_app
from briefcast.cli.people import people_app
from briefcast.cli.plan import plan_app
from briefcast.cli.proposing import add_propose_command
from briefcast.cli.publish import add_publish_commands
from briefcast.cli.report import report, report_error, say, say_told, shown
from briefcast.cli.site import add_site_command
from briefcast.cli.store import store_app
from briefcast.cli.terminal import Plain, Terminal, answer, answer_json
from briefcast.cli.week import add_week_commands
from briefcast.engines import name_engines
from briefcast.errors import BriefcastError, plainly
from briefcast.messages import LANGUAGE_ENV, Typed, tell
from briefcast.products.table import PRODUCTS

if TYPE_CHECKING:
    from briefcast.edition.request import EditionRequest

app = typer.Typer(
    name="briefcast",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="One brief becomes infographics, subtitled videos and podcast episodes for every audience.",
    epilog="Start with: [bold]briefcast new my-plan[/], then [bold]briefcast check my-plan.yaml[/], "
    "then [bold]briefcast make my-plan.yaml[/].",
)

BriefPath = Annotated[Path, typer.Argument(help="The brief: .yaml, .json or .xlsx.", metavar="BRIEF")]


def main() -> None:
    """Run the command line; a failure is one clear message and an exit code, never a traceback."""
    # What a command loads stays until it ends: looking for garbage among it at every turn took a tenth of a short one.
    gc.set_threshold(50_000, 20, 20)
    # Pydantic looks through every package that is installed for plugins of its own; we use none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        if os.environ.get(LANGUAGE_ENV):
            # A language that there is not is said at once, and not when something else is to be told.
            from briefcast.catalogue import team_language

            team_language()
        code = app(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except typer._click.exceptions.ClickException as error:
        from briefcast.cli.usage import tell_usage

        sys.exit(tell_usage(error))
    except typer.Abort:
        sys.exit(1)
    except BriefcastError as error:
        sys.exit(report_error(error))
    except OSError as error:
        if error.errno is None:  # of a library, not of the system: a fault of ours
            raise
        sys.exit(report_error(plainly(error)))


@app.callback(invoke_without_command=True)
def _options(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        print(__version__)  # noqa: T201
        raise typer.Exit


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Id of the brief: small letters, digits and '-'.")],
    xlsx: Annotated[bool, typer.Option("--xlsx", help="A workbook instead of a text file.")] = False,
    folder: Annotated[Path, typer.Option(help="Where to write it.")] = Path(),
    kind: Annotated[
        str, typer.Option(help="What to start: progress, rebuttal, event, explainer, spotlight or press.")
    ] = "progress",
    language: Annotated[
        list[str] | None, typer.Option("--language", help="A language of it, by its code; may be given again.")
    ] = None,
) -> None:
    """Write a commented brief to start from.

    Examples: briefcast new health-2027 --xlsx · briefcast new rumour --kind rebuttal --language vi --language he
    """
    from briefcast.brief.start import write_start

    path = write_start(name, folder, xlsx=xlsx, kind=kind, languages=language or ())
    answer(path)
    say_told(tell("Fill it in, then: {command}", command=Typed(f"briefcast check {path}")), colour="")


@app.command()
def check(
    brief: BriefPath,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Read a brief and list what is wrong or doubtful in it, each with its place and remedy.

    Exit code 2 if anything has to be put right before it can be made, 0 otherwise. The environment variable
    BRIEFCAST_LANGUAGE names the language in which it is told, such as vi; English if it names none.
    """
    import datetime as dt

    from briefcast.brief.pattern import open_pattern
    from briefcast.brief.read import open_brief
    from briefcast.cli.counting import count_findings
    from briefcast.cli.findings import tell_findings
    from briefcast.edition.check import check_brief
    from briefcast.edition.lost import find_lost_corrections

    if pattern := open_pattern(brief):
        # Of many places, each is looked at: what loads that comes only here.
        from briefcast.edition.patterns import check_places

        findings = check_places(pattern, today=dt.date.today())
        summary = tell(
            "{brief}: a pattern for {count} places. {counts}",
            brief=brief.name,
            count=len(pattern.table.rows),
            counts=count_findings(findings, "error", "warning"),
        )
        tell_findings(findings, summary, as_json=as_json)
        return
    file = open_brief(brief)
    findings = (*check_brief(file, today=dt.date.today()), *find_lost_corrections(file))
    if (brief.parent / "series.yaml").exists():
        # What fetches series takes a moment to come.
        from briefcast.week.series import check_series

        findings = (*findings, *check_series(brief.parent))
    read = file.brief
    summary = tell(
        "{brief}: {points}, {statistics}, {sources}. {counts}",
        brief=brief.name,
        points=tell("{count} points", count=len(read.points)),
        statistics=tell("{count} statistics", count=len(read.statistics)),
        sources=tell("{count} sources", count=len(read.sources)),
        counts=count_findings(findings, "error", "warning"),
    )
    tell_findings(findings, summary, as_json=as_json)


Audiences = Annotated[list[str] | None, typer.Option("--audience", help="Only this audience; may be given again.")]
Languages = Annotated[list[str] | None, typer.Option("--language", help="Only this language, by its code: vi.")]
Products = Annotated[list[str] | None, typer.Option("--product", help=f"Only this product: {', '.join(PRODUCTS)}.")]
Out = Annotated[Path, typer.Option("--out", help="Folder for what is made.")]
Voices = Annotated[
    list[str] | None,
    typer.Option("--voice", help=f"Engine or voice to ask first: {name_engines()}, piper:NAME."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Fail instead of letting another voice stand in.")]
Preset = Annotated[
    str, typer.Option("--preset", help="How films are encoded: draft (to look through), standard or archive.")
]
ReducedMotion = Annotated[
    bool, typer.Option("--reduced-motion", help="Films in which nothing slides, grows or counts: things fade in.")
]
Verify = Annotated[
    bool,
    typer.Option(
        "--verify", help="Hash every file again, here and in the store, instead of those alone that were touched."
    ),
]
WithErrors = Annotated[
    bool, typer.Option("--with-errors", help="Make it although the check finds errors, to look at; never to approve.")
]
Explain = Annotated[bool, typer.Option("--explain", help="Only say why each point was taken, dropped or reworded.")]
Json = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]
Submit = Annotated[
    bool, typer.Option("--submit", help="Send the brief with all that it names to the team's server, to be made there.")
]
Replace = Annotated[
    bool, typer.Option("--replace", help="With --submit: in the place of another brief of this id on the server.")
]


@app.command()
def make(
    brief: BriefPath,
    audiences: Audiences = None,
    languages: Languages = None,
    products: Products = None,
    out: Out = Path("outputs"),
    voices: Voices = None,
    strict: Strict = False,
    preset: Preset = "standard",
    reduced_motion: ReducedMotion = False,
    verify: Verify = False,
    with_errors: WithErrors = False,
    explain: Explain = False,
    as_json: Json = False,
    submit: Submit = False,
    replace: Replace = False,
) -> None:
    """Make every infographic, video and episode of a brief.

    Examples: briefcast make examples/egov-2024.yaml · briefcast make my-plan.yaml --audience citizens --language vi
    """
    from briefcast.edition.request import read_request

    request = read_request(
        brief=brief,
        audiences=audiences,
        languages=languages,
        products=products,
        out=out,
        voices=voices,
        strict=strict,
        preset=preset,
        reduced_motion=reduced_motion,
        verify=verify,
        with_errors=with_errors,
    )
    if replace and not submit:
        raise BriefcastError(tell("--replace is for a brief that is sent: add --submit."))
    if submit:
        _submit(request, replace=replace)
        return
    if explain:
        from briefcast.cli.explain import explain_choices

        explain_choices(request, as_json=as_json)
        return
    from briefcast.cli.progress import make_watched

    edition = make_watched(request)
    if as_json:
        answer_json(edition.manifest.model_dump(mode="json"))
    else:
        report(edition)
    edition.raise_failures()


def _submit(request: EditionRequest, *, replace: bool) -> None:
    from briefcast.cli.sending import send_brief
    from briefcast.cli.submit import expect_deployed, submit_edition

    expect_deployed()
    sent = send_brief(request.brief, who=os.environ.get("BRIEFCAST_WHO") or getpass.getuser(), replace=replace)
    told = tell(
        "{id} is on the server; {count} files were sent, {kilobytes} kB. Look there how it is made:",
        id=sent.id,
        count=sent.files,
        kilobytes=round(sent.bytes / 1000),
    )
    say_told(told, colour="")
    answer(submit_edition(request.model_copy(update={"brief": Path(sent.id)})))


@app.command()
def proof(
    brief: BriefPath,
    languages: Languages = None,
    out: Annotated[Path, typer.Option("--out", help="Folder for the sheets.")] = Path("outputs/proof"),
) -> None:
    """Draw proof sheets: every audience, layout and card of a brief side by side, to look at before it is made.

    Examples: briefcast proof examples/pattern-book.yaml · briefcast proof my-plan.yaml --language vi
    """
    from briefcast.edition.plan import plan_edition
    from briefcast.edition.proof import draw_proofs
    from briefcast.edition.request import read_request

    plan = plan_edition(read_request(brief=brief, languages=languages, products=("infographic",)))
    with say.status(shown(tell("Drawing…"))) as status:
        sheets = draw_proofs(plan, out, on_page=lambda page: status.update(shown(tell("Drawing {page}…", page=page))))
    for sheet in sheets:
        drawn = tell(
            "{title}: {drawn} drawn, {refused} cannot be",
            title=sheet.title,
            drawn=sheet.drawn,
            refused=len(sheet.refused),
        )
        say_told(drawn, colour="")
        for refused in sheet.refused:
            say.print(f"  [yellow]{escape(shown(refused))}[/]")
        answer(sheet.path)


@app.command()
def feed(
    out: Annotated[Path, typer.Argument(help="Folder of editions.")] = Path("outputs"),
    settings: Annotated[Path, typer.Option(help="Folder of podcast.yaml.")] = Path(),
    base_url: Annotated[str, typer.Option(help="Where the folder feeds will be found: https://…")] = "",
    brand: Annotated[str, typer.Option(help="Brand kit of the covers.")] = "institutional",
) -> None:
    """Write the feed of every podcast show, with the episodes of every edition.

    Examples: briefcast feed · briefcast feed outputs --base-url https://media.example.org/feeds
    """
    from briefcast.cli.report import tell_things
    from briefcast.look.brand import read_brand
    from briefcast.products.podcast.feed import tell_feeds, write_feeds
    from briefcast.products.podcast.settings import read_show_settings
    from briefcast.store.store import STORE_NAME, open_store

    kit = read_brand(brand, folder=settings)
    show = read_show_settings(settings, base_url=base_url)
    feeds = write_feeds(
        out, show, brand=lambda _audience: kit, settings_folder=settings, store=open_store(out / STORE_NAME)
    )
    if not feeds:
        raise BriefcastError(
            f"There is no episode with a voice in {out} (silent ones are left out): "
            f"make one with briefcast make BRIEF --product podcast."
        )
    tell_things(tell_feeds(feeds))
    for written in feeds:
        answer(written.url or written.path)


@app.command()
def board(
    folder: Annotated[Path, typer.Argument(help="Folder of editions.")] = Path("outputs"),
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8200,
    is_open: Annotated[
        bool, typer.Option("--open", help="Let other machines in without a password: a proxy before it asks.")
    ] = False,
    briefs: Annotated[
        Path | None, typer.Option("--briefs", help="Take in briefs that are sent (make --submit) into this folder.")
    ] = None,
    decisions: Annotated[
        bool, typer.Option("--decisions", help="Take in decisions that people sign on the page of a week.")
    ] = False,
) -> None:
    """Serve what was made, so that players can seek and the team can look from other machines.

    Other machines are asked for the name and the password of BRIEFCAST_BOARD_AUTH, such as team:PASSWORD.
    """
    from briefcast.cli.handout import shared_ways
    from briefcast.pages.board import serve

    shared = shared_ways(folder)
    if decisions:
        from briefcast.cli.submit import resume_batch
        from briefcast.ledger import open_ledger
        from briefcast.week.on_board import DecisionsOnBoard

        # Said now, and not to whoever signs: no ledger, or not that of the team.
        open_ledger().expect_team()
        ways = DecisionsOnBoard(resume_batch).routes
        serve(folder, host=host, port=port, is_open=is_open, briefs=briefs, ways=ways, free_ways=shared)
    else:
        serve(folder, host=host, port=port, is_open=is_open, briefs=briefs, free_ways=shared)


@app.command()
def desk(
    folder: Annotated[Path, typer.Argument(help="Folder of briefs.")] = Path(),
    out: Out = Path("outputs"),
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8300,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address, and open no browser.")] = False,
    oidc: Annotated[
        str, typer.Option(envvar="BRIEFCAST_DESK_OIDC", help="Let a team sign in at this OpenID Connect provider.")
    ] = "",
    client_id: Annotated[
        str, typer.Option(envvar="BRIEFCAST_DESK_CLIENT_ID", help="What the provider calls the desk.")
    ] = "",
    url: Annotated[str, typer.Option(envvar="BRIEFCAST_DESK_URL", help="Where the team sees the desk.")] = "",
    proxy_header: Annotated[
        str,
        typer.Option(
            envvar="BRIEFCAST_DESK_PROXY_HEADER",
            help="Let a proxy sign a team in: the header in which it says who somebody is.",
        ),
    ] = "",
    host: Annotated[
        str,
        typer.Option(
            envvar="BRIEFCAST_DESK_HOST", help="Address to listen at; beyond this machine only where a team signs in."
        ),
    ] = "127.0.0.1",
) -> None:
    """Open the team's folder of briefs in a browser: write, see what it becomes, make, plan, decide, release.

    Only this machine is let in, by an address that works once; with --oidc or --proxy-header, those of the plan who
    sign in.

    Examples: briefcast desk · briefcast desk briefs --no-browser
    """
    from briefcast.cli.submit import resume_batch
    from briefcast.desk.app import serve
    from briefcast.desk.provider import named_provider
    from briefcast.desk.proxy import named_proxy

    serve(
        folder,
        out=out,
        host=host,
        port=port,
        open_browser=not no_browser,
        wake=resume_batch,
        # The address is that of one of both; alone, it is part of a sign-in that was not named whole.
        provider=named_provider(oidc, client_id, url if oidc or client_id or not proxy_header else ""),
        proxy=named_proxy(proxy_header, url),
    )


app.add_typer(plan_app, name="plan")
app.add_typer(store_app, name="store")
app.add_typer(ledger_app, name="ledger")
app.add_typer(people_app, name="people")
app.add_typer(handout_app, name="handout")
app.add_typer(comments_app, name="comments")

brand_app = typer.Typer(no_args_is_help=True, help="Look after brand kits.")
app.add_typer(brand_app, name="brand")


@brand_app.command("check")
def check_brand(
    kit: Annotated[str, typer.Argument(help="Name of a kit, or its file; every kit that comes along if absent.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the measurements as JSON.")] = False,
) -> None:
    """Measure every pair of colours that meets on a picture, also as colour-blind readers see it.

    Exit code 2 if a pair is too alike, 0 otherwise.

    Examples: briefcast brand check · briefcast brand check youthful
    """
    from briefcast.cli.brand import brand_rows, print_brand
    from briefcast.look.brand import list_brands, measure_brand

    kits = {name: measure_brand(name) for name in ([kit] if kit else list_brands())}
    if as_json:
        rows = {name: brand_rows(themes) for name, themes in kits.items()}
        answer_json(rows)
    else:
        for name, themes in kits.items():
            print_brand(name, themes, Terminal())
    if any(not found.enough for themes in kits.values() for measured in themes.values() for found in measured):
        raise typer.Exit(2)


@app.command("say")
def say_sentence(
    language: Annotated[str, typer.Option("--language", help="Language, by its code: vi.")],
    text: Annotated[str | None, typer.Argument(help="What to say; without it each line that is typed.")] = None,
    voices: Voices = None,
    pace: Annotated[float, typer.Option(help="1.0 is the voice's own pace, 1.1 a tenth faster.")] = 1.0,
    folder: Annotated[Path, typer.Option(help="Folder of pronunciation.yaml.")] = Path(),
    readings: Annotated[
        list[str] | None,
        typer.Option("--reading", help="Try how a word is said: GovBot='góp bót'; may be given again."),
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Write these readings into pronunciation.yaml.")] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="WAV file to write instead of playing; NAME-2.wav for a second line."),
    ] = None,
) -> None:
    """Say a sentence at once, with the team's own words, to hear whether it is said right.

    Examples: briefcast say "GovBot có 18 kênh." --language vi · briefcast say "Hello." --language en --voice piper
    """
    from briefcast.cli.say import say_texts

    lines = iter(sys.stdin.readline, "") if text is None else iter([text])
    say_texts(
        lines,
        language,
        voices=voices or (),
        pace=pace,
        folder=folder,
        readings=readings or (),
        keep=keep,
        output=output,
    )


@app.command()
def record(
    brief: BriefPath,
    audiences: Audiences = None,
    languages: Languages = None,
    episode: Annotated[
        bool, typer.Option("--episode", help="Add what the podcast tells besides: one host, or the one who answers.")
    ] = False,
) -> None:
    """Write the sheet from which a person reads what films tell; her recordings beside it are heard from then on.

    Examples: briefcast record my-plan.yaml --audience citizens --language vi
    """
    from briefcast.edition.plan import making_of, plan_edition, told_in_film
    from briefcast.edition.request import read_request
    from briefcast.products.podcast.product import told_by_one
    from briefcast.speech.sheets import SHEET_NAME, sheet_folder, write_sheet

    plan = plan_edition(read_request(brief=brief, audiences=audiences, languages=languages))
    for audience, language in plan.scripts:
        folder = sheet_folder(brief.parent, audience, language)
        besides = told_by_one(making_of(plan, audience, language)) if episode else ()
        sheet = write_sheet(told_in_film(plan, audience, language), folder, episode=besides)
        answer(folder / SHEET_NAME)
        say_told(
            tell(
                "{count} sentences for {audience} in {language}: lay recordings beside it, named by its numbers.",
                count=len(sheet.sentences) + len(sheet.episode),
                audience=audience,
                language=language,
            ),
            colour="",
        )


voices_app = typer.Typer(no_args_is_help=False, help="List the voices at hand, or add one.")
app.add_typer(voices_app, name="voices")


@voices_app.callback(invoke_without_command=True)
def voices(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print the voices as JSON.")] = False,
) -> None:
    """List the voices at hand: language, region, gender, pace, engine and licence of each.

    Examples: briefcast voices · briefcast voices add vi_VN-vais1000-medium.onnx
    """
    if context.invoked_subcommand:
        return
    from briefcast.cli.voices import print_voices
    from briefcast.speech.voices import list_voices

    found = list_voices()
    if as_json:
        rows = [{"voice": str(voice), **dataclasses.asdict(voice)} for voice in found]
        answer_json(rows)
    else:
        print_voices(found, Terminal())


@voices_app.command("add")
def add_voice_file(
    file: Annotated[Path, typer.Argument(help="A Piper voice: its .onnx file, with its .onnx.json beside it.")],
    gender: Annotated[str, typer.Option(help="As a listener hears it: f or m.")] = "",
    licence: Annotated[str, typer.Option(help="What its model card allows, if it is not found there.")] = "",
) -> None:
    """Try a voice, then put it where it is found; it is asked for from the next run on.

    Examples: briefcast voices add vi_VN-vais1000-medium.onnx · briefcast voices add he.onnx --gender f
    """
    from briefcast.speech.voices import add_voice

    if gender not in ("f", "m", ""):
        raise BriefcastError(tell("--gender {gender} is not known: write f or m.", gender=gender))
    voice = add_voice(file, gender=gender, licence=licence)  # type: ignore[arg-type]
    spoken = tell(
        "It speaks {language} and is taken at {pace} of its own pace. Ask for it by name:",
        language=voice.language,
        pace=float(voice.pace),
    )
    say_told(spoken, colour="")
    if not voice.licence:
        say_told(tell("Its licence is not known: read its model card, then add it again with --licence."))
    answer(voice)


@voices_app.command("get")
def get_voice_by_name(
    name: Annotated[str, typer.Argument(help="Name of a voice; without it those that can be fetched are listed.")] = "",
    accept_licence: Annotated[
        bool, typer.Option("--accept-licence", help="Accept a licence that forbids commercial use.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Accept the licence that is shown without being asked.")] = False,
    source: Annotated[Path | None, typer.Option("--from", help="Folder where its files lie, as on a stick.")] = None,
    mirror: Annotated[str, typer.Option(help="Address to fetch from: https://…, up to the revision.")] = "",
) -> None:
    """Fetch a natural voice by name: its licence is shown, what comes is checked and tried.

    Examples: briefcast voices get · briefcast voices get vi_VN-vais1000-medium --from /media/stick
    """
    from briefcast.cli.voices import ask_licence, download_bar, print_offers
    from briefcast.speech.getting import Fetching, get_voice
    from briefcast.speech.offers import offers

    if not name:
        print_offers(offers(), Terminal())
        return
    with download_bar(name) as watch:
        voice = get_voice(
            name,
            agree=lambda offer: ask_licence(name, offer, agreed=yes or accept_licence),
            accept_licence=accept_licence,
            fetching=Fetching(mirror=mirror, folder=source, watch=watch),
        )
    answer(voice)


@app.command()
def doctor(
    language: Annotated[
        str, typer.Option("--language", help="Say what this language lacks, such as one that is being added.")
    ] = "",
    listen: Annotated[
        list[str] | None,
        typer.Option(
            "--listen", metavar="VOICE", help="Hear whether a voice says numbers right: espeak, piper:NAME. Repeatable."
        ),
    ] = None,
) -> None:
    """Say what is installed, which voices speak which language, and what this machine or a language lacks.

    Exit code 1 if something cannot be made or published for it.

    Examples: briefcast doctor · briefcast doctor --language fr · briefcast doctor --listen espeak
    """
    from briefcast.cli.doctor import print_heard, print_lacks, print_report

    console = Terminal(soft_wrap=False)
    if listen:
        if print_heard(console, listen, (language,) if language else ()):
            raise typer.Exit(1)
        return
    if print_lacks(console, language) if language else print_report(console):
        raise typer.Exit(1)


add_import_command(app)
add_propose_command(app)
add_week_commands(app)
add_publish_commands(app)
add_correct_command(app)
add_site_command(app)
for _each in (app, *(group.typer_instance for group in app.registered_groups)):
    for _command in _each.registered_commands if _each else ():
        _command.cls = Plain
