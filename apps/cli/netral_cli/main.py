"""The root of the command: global options, the tree of commands, and the one handler of everything that goes wrong."""

import json
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from netral_chassis.home import surroundings
from netral_messages import Lang, language, phrase
from typer import rich_utils

from netral_cli import tree
from netral_cli.connection import Tls
from netral_cli.failures import DONE, NOT_NOW, WRONG_USAGE, Failed
from netral_cli.session import Session

_VALUED = ("--home", "--port-base", "--lang", "--endpoints", "--ca", "--cert")  # `verify` has a --key of its own
_FLAGS = ("--json",)


def hoisted(arguments: Sequence[str]) -> list[str]:
    """The arguments with the global options in front, so that they work behind a command too; `--` ends them."""
    front: list[str] = []
    rest: list[str] = []
    left = list(arguments)
    while left:
        word = left.pop(0)
        if word == "--":
            rest += [word, *left]
            break
        if word in _FLAGS or (word.partition("=")[0] in _VALUED and "=" in word):
            front.append(word)
        elif word in _VALUED:
            front += [word, *left[:1]]
            left = left[1:]
        else:
            rest.append(word)
    return front + rest


def _tell_version(ctx: typer.Context, asked: bool) -> None:
    if asked:
        number = version("netral")
        sys.stdout.write(json.dumps({"version": number}) + "\n" if ctx.params.get("as_json") else f"netral {number}\n")
        raise typer.Exit


def root(
    ctx: typer.Context,
    home: Annotated[Path | None, typer.Option(envvar="NETRAL_HOME", help="option.home")] = None,
    port_base: Annotated[int, typer.Option(envvar="NETRAL_PORT_BASE", help="option.port_base")] = 7400,
    lang: Annotated[str, typer.Option(envvar="NETRAL_LANG", help="option.lang")] = "id",
    as_json: Annotated[bool, typer.Option("--json", help="option.json")] = False,
    endpoints: Annotated[str, typer.Option(envvar="NETRAL_ENDPOINTS", help="option.endpoints")] = "",
    _version: Annotated[bool, typer.Option("--version", callback=_tell_version, help="option.version")] = False,
    ca: Annotated[Path | None, typer.Option(envvar="NETRAL_CA", help="option.ca")] = None,
    cert: Annotated[Path | None, typer.Option(envvar="NETRAL_CERT", help="option.cert")] = None,
    key: Annotated[Path | None, typer.Option(envvar="NETRAL_KEY", help="option.own_key")] = None,
) -> None:
    """help.root"""
    if not 1 <= port_base <= 65_000:
        raise Failed("PORT_MALFORMED", WRONG_USAGE)
    place = (home or Path("~/.netral")).expanduser()
    ctx.obj = Session(
        home=place,
        has_own_home=home is not None,
        port_base=port_base,
        lang=language(lang),
        as_json=as_json,
        endpoints=endpoints,
        token=os.environ.get("NETRAL_TOKEN"),
        tls=Tls(ca, cert, key) if ca else _own_tls(place, cert, key),
    )


def _own_tls(home: Path, cert: Path | None, key: Path | None) -> Tls:
    """With the authority that `netral setup server` made, if there is one."""
    made = surroundings(home).get("NETRAL_CA")
    return Tls(Path(made) if made else None, cert, key)


def main() -> None:
    """Entry of the `netral` command."""
    arguments = hoisted(sys.argv[1:])
    sys.exit(run(arguments))


def run(arguments: Sequence[str]) -> int:
    """Do what is asked; the exit code. Raises nothing."""
    lang = _asked_language(arguments)
    as_json = "--json" in arguments
    try:
        command = _translated(typer.main.get_command(tree.app(root)), lang)
        result = command.main(list(arguments), prog_name="netral", standalone_mode=False)
    except Failed as failed:
        _tell(failed.reason, failed.words(lang), lang, as_json)
        return failed.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return NOT_NOW
    except typer.Exit as ended:
        return ended.exit_code
    except typer.TyperException as wrong:
        if type(wrong).__name__ == "NoArgsIsHelpError":  # the help is printed already
            return WRONG_USAGE
        _tell("USAGE", (_usage(wrong, lang), phrase("cli.usage_fix", lang)), lang, as_json)
        return WRONG_USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_NOW
    except Exception as error:
        fault = Failed("INTERNAL", NOT_NOW, correlation=type(error).__name__)
        _tell(fault.reason, fault.words(lang), lang, as_json)
        if os.environ.get("NETRAL_DEBUG"):
            raise
        return NOT_NOW
    return result if isinstance(result, int) else DONE


def _usage(wrong: typer.TyperException, lang: Lang) -> str:
    """What is wrong with the words of the command, in the asked language."""
    kind = type(wrong).__name__
    param = getattr(wrong, "param", None)
    if kind == "NoSuchOption":
        return phrase("cli.usage_no_option", lang, what=str(getattr(wrong, "option_name", "")))
    if kind == "MissingParameter" and param is not None:
        return phrase("cli.usage_missing", lang, what=str(param.get_error_hint()))
    if kind == "BadParameter" and param is not None:
        return phrase("cli.usage_bad", lang, what=str(param.get_error_hint()))
    if wrong.format_message().startswith("No such command"):
        return phrase("cli.usage_no_command", lang)
    return phrase("cli.usage", lang, detail=wrong.format_message())


def _asked_language(arguments: Sequence[str]) -> Lang:
    asked = os.environ.get("NETRAL_LANG")
    for number, word in enumerate(arguments):
        if word == "--lang" and number + 1 < len(arguments):
            asked = arguments[number + 1]
        elif word.startswith("--lang="):
            asked = word.partition("=")[2]
    return language(asked)


def _tell(reason: str, words: tuple[str, str], lang: Lang, as_json: bool) -> None:
    message, hint = words
    if as_json:
        error = {"code": reason, "message": message, "hint": hint}
        sys.stdout.write(json.dumps({"error": error}, ensure_ascii=False) + "\n")
    sys.stderr.write(f"{message}\n{phrase('cli.hint', lang, hint=hint)}\n")


def _translated(command: Any, lang: Lang) -> Any:
    """The tree with every help text, which is a key of the catalogue in the code, in the asked language."""
    for name in ("ARGUMENTS", "OPTIONS", "COMMANDS"):
        setattr(rich_utils, f"{name}_PANEL_TITLE", phrase(f"cli.panel_{name.lower()}", lang))
    _translate(command, lang)
    return command


def _translate(command: Any, lang: Lang) -> None:
    key = (command.help or "").strip()
    if key:
        command.help = phrase(key, lang)
        example = key.replace("help.", "example.", 1)
        command.epilog = phrase("cli.example", lang, command=phrase(example, lang))
    for param in command.params:
        if param.name == "help":
            param.help = phrase("option.help", lang)
        elif getattr(param, "help", None):
            param.help = phrase(param.help, lang)
    for child in getattr(command, "commands", {}).values():
        _translate(child, lang)
