"""The commands of ``kg``: thin, each hands over to a module of its own."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from kg.app.failures import Failure
from kg.app.language import say
from kg.remote.address import is_address

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

Sources = Annotated[list[Path], typer.Argument(help=say("help.sources"), show_default=False)]
Store = Annotated[str | None, typer.Option("--store", envvar="KG_STORE", help=say("help.store"), show_default=False)]
Output = Annotated[Path | None, typer.Option("--output", "-o", help=say("help.output"), show_default=False)]
Format = Annotated[str | None, typer.Option("--format", "-f", help=say("help.format"), show_default=False)]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help=say("help.workers"), show_default=False)]


def _form(format: str | None) -> str:
    """The form that was asked for; a table on a terminal, JSON for programs."""
    return format or ("table" if sys.stdout.isatty() else "json")


def _store(store: str | None) -> Path:
    """The folder that is meant; a server's address will not do."""
    if is_address(_place(store)):
        raise Failure("needs-folder", value=store)
    return Path(_place(store))


def _place(store: str | None) -> str:
    """The folder or the server's address that is meant."""
    if not store:
        raise Failure("no-store")
    return store


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"khcn-kg {version('khcn-kg')}")
        raise typer.Exit


@app.callback(help=say("help.app"))
def root(
    lang: Annotated[str | None, typer.Option("--lang", help=say("help.lang"), show_default=False)] = None,
    version: Annotated[
        bool, typer.Option("--version", help=say("help.version"), callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Options that stand before any command."""


@app.command(help=say("help.build"))
def build(
    sources: Sources,
    store: Store = None,
    workers: Workers = None,
    access: Annotated[str, typer.Option("--access", help=say("help.access"))] = "internal",
) -> None:
    """Read documents and publish a snapshot."""
    from kg.app.building import build_graph

    raise typer.Exit(build_graph(sources, _store(store), workers or os.cpu_count() or 1, access))


@app.command(help=say("help.extract"))
def extract(sources: Sources, output: Output = None, workers: Workers = None) -> None:
    """Read documents, one record each."""
    from kg.app.extracting import extract_records

    raise typer.Exit(extract_records(sources, output, workers or 1))


@app.command(help=say("help.ask"))
def ask(
    question: Annotated[str | None, typer.Argument(help=say("help.question"), show_default=False)] = None,
    parameters: Annotated[list[str] | None, typer.Argument(help=say("help.parameters"), show_default=False)] = None,
    store: Store = None,
    format: Format = None,
    output: Output = None,
) -> None:
    """Answer a question of the catalogue, or list them."""
    from kg.app.asking import ask_question, list_questions

    if question is None:
        list_questions()
        return
    raise typer.Exit(ask_question(question, parameters or [], _place(store), _form(format), output))


@app.command(help=say("help.query"))
def query(
    file: Annotated[str, typer.Argument(help=say("help.query"), show_default=False)],
    store: Store = None,
    format: Annotated[
        str | None, typer.Option("--format", "-f", help=say("help.format-query"), show_default=False)
    ] = None,
    output: Output = None,
) -> None:
    """Run SPARQL from a file."""
    from kg.app.querying import run_query

    raise typer.Exit(run_query(file, _place(store), _form(format), output))


@app.command(help=say("help.check"))
def check(store: Store = None, format: Format = None) -> None:
    """SHACL and quality findings."""
    from kg.app.checking import check_graph

    raise typer.Exit(check_graph(_store(store), _form(format)))


@app.command(help=say("help.evaluate"))
def evaluate(
    gold: Annotated[Path, typer.Argument(show_default=False)],
    sources: Annotated[Path, typer.Argument(show_default=False)],
    baseline: Annotated[Path | None, typer.Option("--baseline", help=say("help.baseline"), show_default=False)] = None,
    update_baseline: Annotated[bool, typer.Option("--update-baseline", help=say("help.update-baseline"))] = False,
    errors: Annotated[str | None, typer.Option("--errors", help=say("help.errors"), show_default=False)] = None,
    minimum: Annotated[list[str] | None, typer.Option("--min", help=say("help.minimum"), show_default=False)] = None,
    format: Annotated[str, typer.Option("--format", "-f", help="table, json")] = "table",
) -> None:
    """Score readings against gold annotations."""
    from kg.app.evaluating import evaluate_readings

    options = (baseline, update_baseline, errors, minimum or [], format)
    raise typer.Exit(evaluate_readings(gold, sources, *options))


@app.command(help=say("help.export"))
def export(
    store: Store = None,
    format: Annotated[str, typer.Option("--format", "-f", help=say("help.format-export"))] = "nquads",
    output: Output = None,
    public: Annotated[bool, typer.Option("--public", help=say("help.export-public"))] = False,
) -> None:
    """Write the graph to a file."""
    from kg.app.exporting import export_graph

    raise typer.Exit(export_graph(_store(store), format, output, public))


@app.command(help=say("help.publish"))
def publish(
    url: Annotated[str | None, typer.Argument(help=say("help.publish-url"), show_default=False)] = None,
    store: Store = None,
    user: Annotated[
        str | None, typer.Option("--user", envvar="KG_USER", help=say("help.user"), show_default=False)
    ] = None,
    password: Annotated[
        str | None, typer.Option("--password", envvar="KG_PASSWORD", help=say("help.password"), show_default=False)
    ] = None,
    facts_graph: Annotated[
        str | None, typer.Option("--facts-graph", help=say("help.facts-graph"), show_default=False)
    ] = None,
    update_url: Annotated[
        str | None, typer.Option("--update-url", help=say("help.update-url"), show_default=False)
    ] = None,
    graph_store_url: Annotated[
        str | None, typer.Option("--graph-store-url", help=say("help.graph-store-url"), show_default=False)
    ] = None,
    timeout: Annotated[float, typer.Option("--timeout", min=1, help=say("help.silence"))] = 60.0,
    verify: Annotated[bool, typer.Option("--verify", help=say("help.verify"))] = False,
    loader: Annotated[str | None, typer.Option("--loader", help=say("help.loader"), show_default=False)] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help=say("help.bulk-output"))] = Path(),
) -> None:
    """Bring what is public to another SPARQL server."""
    from kg.app.publishing import Options, publish_graph, write_file

    if loader is not None:
        raise typer.Exit(write_file(loader, _store(store), output, facts_graph))
    if url is None:
        raise Failure("not-an-address", value="")
    options = Options(user, password, update_url, graph_store_url, facts_graph, timeout, verify)
    raise typer.Exit(publish_graph(url, _store(store), options))


@app.command(help=say("help.snapshots"))
def snapshots(
    store: Store = None,
    diff: Annotated[str | None, typer.Option("--diff", help=say("help.diff"), show_default=False)] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help=say("help.patches"), show_default=False)] = None,
    keep: Annotated[int | None, typer.Option("--keep", min=1, help=say("help.keep"), show_default=False)] = None,
) -> None:
    """List what was published, compare, remove."""
    from kg.app.history import compare, keep_last, show_snapshots

    if diff is not None:
        raise typer.Exit(compare(_store(store), diff, output))
    raise typer.Exit(show_snapshots(_store(store)) if keep is None else keep_last(_store(store), keep))


@app.command(help=say("help.rollback"))
def rollback(
    snapshot: Annotated[str | None, typer.Argument(help=say("help.snapshot"), show_default=False)] = None,
    store: Store = None,
) -> None:
    """Go back to an earlier snapshot."""
    from kg.app.history import go_back

    raise typer.Exit(go_back(_store(store), snapshot))


@app.command(help=say("help.serve"))
def serve(
    store: Store = None,
    host: Annotated[str, typer.Option("--host", help=say("help.host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help=say("help.port"))] = 8000,
    public: Annotated[bool, typer.Option("--public", help=say("help.public"))] = False,
    public_url: Annotated[
        str | None, typer.Option("--public-url", help=say("help.public-url"), show_default=False)
    ] = None,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, help=say("help.timeout"))] = 30.0,
    service: Annotated[
        list[str] | None, typer.Option("--service", help=say("help.service"), show_default=False)
    ] = None,
    proxy: Annotated[list[str] | None, typer.Option("--proxy", help=say("help.proxy"), show_default=False)] = None,
    keys: Annotated[Path | None, typer.Option("--keys", help=say("help.keys"), show_default=False)] = None,
) -> None:
    """Serve the graph over SPARQL."""
    from kg.app.serving import Options, serve_graph

    options = Options(public, public_url, timeout, tuple(service or ()), tuple(proxy or ()), keys)
    raise typer.Exit(serve_graph(_place(store), host, port, options))


@app.command(help=say("help.graph"))
def graph(
    thing: Annotated[str, typer.Argument(help=say("help.thing"), show_default=False)],
    output: Annotated[Path, typer.Option("--output", "-o", help=say("help.output-graph"), show_default=False)],
    store: Store = None,
    to: Annotated[str | None, typer.Option("--to", help=say("help.to"), show_default=False)] = None,
    depth: Annotated[int, typer.Option("--depth", min=1, max=3, help=say("help.depth"))] = 1,
    limit: Annotated[int, typer.Option("--limit", min=2, max=2000, help=say("help.limit"))] = 200,
    kind: Annotated[list[str] | None, typer.Option("--kind", help=say("help.kind"), show_default=False)] = None,
) -> None:
    """Draw what surrounds a thing."""
    from kg.app.graphing import Around, draw_graph

    raise typer.Exit(draw_graph(thing, _place(store), output, Around(depth, limit, kind or (), to)))


@app.command(help=say("help.network"))
def network(
    projection: Annotated[str, typer.Argument(help=say("help.projection"))] = "things",
    store: Store = None,
    measure: Annotated[str, typer.Option("--measure", help=say("help.measure"))] = "centrality",
    format: Annotated[
        str | None, typer.Option("--format", "-f", help=say("help.format-network"), show_default=False)
    ] = None,
    output: Output = None,
) -> None:
    """Measure a network of the graph."""
    from kg.app.networking import measure_network

    raise typer.Exit(measure_network(projection, _place(store), measure, _form(format), output))
