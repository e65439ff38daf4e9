"""The product's own measure gives the figures of the annotators' scorer."""

import copy
import json
import random
import subprocess
import sys

import pytest

from ingest.evaluate import evaluate


def _spoilt(record: dict, seed: int) -> dict:
    """A reading with made faults: entries dropped, doubled, and attributes changed."""
    rng = random.Random(seed)
    record = copy.deepcopy(record)
    for key in ("citations", "projects", "organisations", "places", "people", "activities", "relations"):
        kept = [e for e in record[key] if rng.random() > 0.2]
        for entry in kept:
            if isinstance(entry, list):
                if rng.random() < 0.1:
                    entry[1] = "issues"
            elif rng.random() < 0.3:
                entry["date" if key == "citations" else "type"] = "other"
                entry["quote"] = str(entry.get("quote") or "")[5:60]
                entry["name"] = str(entry.get("name") or "")[: rng.randint(5, 60)]
        record[key] = kept + [copy.deepcopy(e) for e in kept[:3]]
    return record


@pytest.mark.shared
@pytest.mark.parametrize("seed", [1, 2])
def test_agrees_with_the_annotators_scorer(shared, tmp_path, seed):
    documents = []
    for path in sorted((shared / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        read = _spoilt(gold, seed)
        (tmp_path / path.name).write_text(json.dumps(read), encoding="utf-8")
        text = (shared / "seeds" / f"{path.stem}.txt").read_text(encoding="utf-8")
        documents.append((path.stem, gold, read, text))
    command = [
        sys.executable,
        shared / "eval" / "score.py",
        shared / "gold",
        tmp_path,
        "--text",
        shared / "seeds",
        "--json",
    ]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    ours = evaluate(documents)
    for key, figures in theirs["scores"].items():
        score = ours.scores[key]
        assert (score.precision, score.recall, score.f1) == pytest.approx(
            (figures["precision"], figures["recall"], figures["f1"]), abs=1e-12
        ), key
    assert {k: v for k, v in ours.figures().items() if k not in ours.scores} == pytest.approx(theirs["attributes"])


def test_a_reading_equal_to_the_gold_scores_one():
    gold = {
        "citations": [{"kind": "decision", "number": "05/QĐ-UBND"}],
        "relations": [["A", "issues", "05/QĐ-UBND", "q"]],
    }
    read = {
        "citations": [{"kind": "decision", "number": "5/QĐ-UBND"}],
        "relations": [["A", "issues", "5/QĐ-UBND", "q"]],
    }
    figures = evaluate([("d", gold, read, "")]).figures()
    assert figures["citations"] == figures["relations.legal"] == 1.0
