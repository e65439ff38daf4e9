"""``kg evaluate``: readings against gold annotations, with what was gained and lost since a baseline."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ingest import readers, similarity
from ingest.evaluate import Evaluation, Judged, evaluate
from ingest.read import read
from ingest.readers import UnreadableDocument
from kg.app.failures import FOUND, Failure, tell
from kg.app.language import say
from kg.app.output import write
from ontology.units import unit_table

_FORMATS = ("table", "json")
_SHOWN = 400  # characters of an entry in a listing


def evaluate_readings(
    gold: Path,
    sources: Path,
    baseline: Path | None,
    update: bool,
    errors: str | None,
    minimum: list[str],
    format: str,
) -> int:
    """Print scores; 1 if one is below its bar."""
    if format not in _FORMATS:
        raise Failure("format", value=format, expected=", ".join(_FORMATS))
    bars = dict(_bar(m) for m in minimum)
    evaluation = evaluate(_documents(gold, sources))
    for key in [*bars, *([errors] if errors else [])]:
        if key not in evaluation.figures() and key not in similarity.measured():
            raise Failure(
                "bad-choice", value=key, parameter="--min, --errors", expected=", ".join(similarity.measured())
            )
    if format == "json":
        write(json.dumps({"scores": _scores(evaluation), "figures": evaluation.figures()}, indent=2) + "\n", None)
    else:
        _show(evaluation)
    if errors:
        for judged in evaluation.judged:
            if judged.key == errors and judged.verdict != "found":
                print(f"{judged.document}\t{judged.verdict}\t{_told(judged)}")
    if baseline:
        _compare(evaluation, baseline, update)
    figures = evaluation.figures()
    short = [f"{key} {figures.get(key, 0.0):.3f} < {bar}" for key, bar in bars.items() if figures.get(key, 0.0) < bar]
    if short:
        tell(say("evaluate.short", short="; ".join(short)))
    return FOUND if short else 0


def _bar(text: str) -> tuple[str, float]:
    key, _, value = text.partition("=")
    try:
        return key, float(value)
    except ValueError:
        raise Failure("parameter-form", value=text) from None


def _documents(gold: Path, sources: Path) -> Iterator[tuple[str, dict[str, Any], dict[str, Any], str]]:
    """Each gold annotation with the reading of the document of the same name."""
    for folder in (gold, sources):
        if not folder.is_dir():
            raise Failure("no-source", path=folder)
    paths = {path.stem: path for path in readers.discover([sources])[0]}
    annotations = sorted(gold.glob("*.json"))
    if not annotations:
        raise Failure("no-source", path=gold / "*.json")
    for annotation in annotations:
        wanted = _gold(annotation)
        path = paths.get(annotation.stem)
        try:
            source = readers.read(path) if path else None
        except UnreadableDocument:
            source = None
        if source is None:
            tell(say("evaluate.missing", name=annotation.stem, where=sources))
        record = msgspec.to_builtins(read(source, unit_table())) if source else {}
        yield annotation.stem, wanted, record, source.text if source else ""


def _gold(path: Path) -> dict[str, Any]:
    try:
        wanted = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise Failure("gold", path=path, message=error) from None
    return dict(wanted)


def _scores(evaluation: Evaluation) -> dict[str, dict[str, float]]:
    return {
        key: {"precision": s.precision, "recall": s.recall, "f1": s.f1, "gold": s.gold, "predicted": s.predicted}
        for key, s in evaluation.scores.items()
    }


def _show(evaluation: Evaluation) -> None:
    table = Table(box=None)
    for title in ("", "P", "R", "F1", "gold", "read"):
        table.add_column(title, justify="left" if not title else "right")
    for key, s in evaluation.scores.items():
        figures = (f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}", str(s.gold), str(s.predicted))
        table.add_row(key, *figures)
    for key, s in evaluation.agreement.items():
        table.add_row(Text(key, style="dim"), "", "", f"{s.matched / s.gold:.3f}", str(s.gold), "")
    Console().print(table)


def _told(judged: Judged) -> str:
    def shown(entry: Any) -> Any:
        return (
            {k: v for k, v in entry.items() if k not in {"_names", "spans"}} if isinstance(entry, dict) else entry[:4]
        )

    entry = judged.entry
    told = [shown(e) for e in entry] if judged.verdict == "differs" else shown(entry)
    return json.dumps(told, ensure_ascii=False)[:_SHOWN]


def _found_before(baseline: Path) -> set[str]:
    try:
        return set(json.loads(baseline.read_text(encoding="utf-8"))["found"])
    except (ValueError, KeyError, TypeError) as error:
        raise Failure("gold", path=baseline, message=error) from None


def _compare(evaluation: Evaluation, baseline: Path, update: bool) -> None:
    """Tell which gold entries are found now and were not before, and the other way; hashes only are kept."""
    now = {judged.hash: judged for judged in evaluation.judged if judged.verdict in {"found", "missed"}}
    found = sorted(h for h, judged in now.items() if judged.verdict == "found")
    if baseline.exists():
        before = _found_before(baseline)
        gained = [now[h] for h in found if h not in before]
        lost = [now[h] for h in sorted(before & set(now)) if now[h].verdict == "missed"]
        tell(say("evaluate.gained", gained=len(gained), lost=len(lost)))
        for sign, entries in (("+", gained), ("-", lost)):
            for judged in entries:
                tell(f"  {sign} {judged.document} {judged.key} {_told(judged)}")
    if update or not baseline.exists():
        kept = {"figures": {k: round(v, 4) for k, v in evaluation.figures().items()}, "found": found}
        write(json.dumps(kept, indent=1) + "\n", baseline)
