"""``kg ask``: a question of the catalogue, answered with its proof."""

from __future__ import annotations

import difflib
from pathlib import Path

from rich.console import Console
from rich.text import Text

from ingest import readers
from kg.app.failures import FOUND, WRONG_USE, Failure, tell
from kg.app.language import language, say
from kg.app.opening import open_anywhere
from kg.app.output import write
from queries.answer import Answer
from queries.ask import ask
from queries.catalogue import Question, UnknownQuestion, catalogue
from queries.resolve import AmbiguousError, ParameterError
from viz import reports, tables

_MOST_LISTED = 20


def ask_question(name: str, parameters: list[str], store: str, format: str, output: Path | None) -> int:
    """Answer a question; 1 if the data give no answer."""
    if format not in tables.FORMATS:
        raise Failure("format", value=format, expected=", ".join(tables.FORMATS))
    if format in ("xlsx", "docx") and output is None:
        raise Failure("needs-output", value=format)
    given: dict[str, str] = {}
    for name_, value in map(_parameter, parameters):
        if name_ in given:
            raise Failure("parameter-twice", parameter=name_)
        given[name_] = _text_of(Path(value[1:])) if name_ == "text" and value.startswith("@") else value
    try:
        answer = ask(open_anywhere(store), name, given, language())
    except UnknownQuestion as error:
        nearest = difflib.get_close_matches(name, error.known, 3, 0.3) or error.known[:3]
        raise Failure("unknown-question", name=name, nearest=", ".join(nearest)) from None
    except AmbiguousError as error:
        return list_candidates(error)
    except ParameterError as error:
        status = FOUND if error.reason == "not-found" else WRONG_USE
        raise Failure(
            error.reason, status, parameter=error.parameter, value=error.value, expected=error.expected
        ) from None
    show(answer, format, output)
    return 0 if answer.rows else FOUND


def _parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise Failure("parameter-form", value=text)
    return name, value


def _text_of(path: Path) -> str:
    try:
        return readers.read(path).text
    except readers.UnreadableDocument as error:
        raise Failure("query", message=error.message(language())) from None


def list_candidates(error: AmbiguousError) -> int:
    """Tell what may be meant, and how to say so."""
    tell(say("error.ambiguous", value=error.value, parameter=error.parameter))
    for candidate in error.candidates[:_MOST_LISTED]:
        tell(f"  {candidate.label}\n    {error.parameter}={candidate.iri.removeprefix('https://w3id.org/khcn/id/')}")
    if (more := len(error.candidates) - _MOST_LISTED) > 0:
        tell(say("error.more", count=more))
    return WRONG_USE


def show(answer: Answer, format: str, output: Path | None) -> None:
    """Print or write an answer as a table ("table"), "json", "csv", "xlsx" or "docx"."""
    if format == "json":
        write(tables.as_json(answer), output)
    elif format == "csv":
        write(tables.as_csv(answer, language()), output)
    elif format == "xlsx":
        write(tables.as_xlsx(answer, language()), output)
    elif format == "docx":
        write(reports.as_docx(answer, language()), output)
    elif output is None:
        tables.as_terminal(answer, language(), Console())
    else:
        console = Console(record=True, width=160, quiet=True)
        tables.as_terminal(answer, language(), console)
        write(console.export_text(), output)


def list_questions() -> None:
    """Print every question with its parameters and an example."""
    console = Console(highlight=False)
    console.print(Text(say("ask.catalogue")))
    for question in catalogue().values():
        console.print(Text(f"\n{question.number}  {question.name}", style="bold"))
        for line in _described(question):
            console.print(Text(f"     {line}"), soft_wrap=True)


def _described(question: Question) -> list[str]:
    """Wording, parameters (required ones with a star) and example of a question."""
    parameters = [f"{p.name}{'*' if p.required else ''}: {p.wording[language()]}" for p in question.parameters.values()]
    example = " ".join(f"{name}={_quoted(value)}" for name, value in question.example.items())
    return [question.wording[language()], *parameters, f"{say('ask.example')}: kg ask {question.name} {example}"]


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value
