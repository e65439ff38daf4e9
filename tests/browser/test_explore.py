"""The network explorer: around a thing, on to the next, between two; as picture, table and file."""

from __future__ import annotations

import base64

import networkx as nx

from tests.browser.tab import Tab, everywhere

DECISION = "https://w3id.org/khcn/id/doc/hoa-binh/ubnd/2023/412-qd-ubnd"
MINISTRY = "https://w3id.org/khcn/id/org/hoa-binh/so-khoa-hoc-va-cong-nghe"


def drawn(tab: Tab) -> int:
    """How many pixels of the picture are not of its ground; what WebGL drew is only there while it draws."""
    png = base64.b64encode(tab.page.locator("#network").screenshot()).decode()
    return tab.page.evaluate(
        """async (png) => {
          const image = new Image();
          image.src = `data:image/png;base64,${png}`;
          await image.decode();
          const canvas = new OffscreenCanvas(image.width, image.height);
          const context = canvas.getContext("2d");
          context.drawImage(image, 0, 0);
          const { data } = context.getImageData(0, 0, image.width, image.height);
          let found = 0;
          for (let i = 0; i < data.length; i += 4) {
            if (Math.abs(data[i] - data[i + 1]) > 60 || Math.abs(data[i + 1] - data[i + 2]) > 60) found += 1;
          }
          return found;
        }""",
        png,
    )


@everywhere
def test_a_network_is_walked_through(tab: Tab) -> None:
    tab.open("/explore")
    tab.page.fill("#thing", "qd412")
    tab.page.click("main form button")
    tab.page.wait_for_selector("#network canvas.sigma-nodes")
    assert "412/QĐ-UBND" in tab.page.locator("h1").inner_text()
    assert drawn(tab) > 200, "the things of the picture have colours"
    assert tab.page.locator("#chosen option").count() > 10
    tab.accessible()
    tab.shot("explore")
    rows = tab.page.locator("#relations tbody tr").count()
    tab.page.select_option("#chosen", MINISTRY)
    tab.page.click("[data-act=expand]")
    tab.page.locator("#relations tbody tr").nth(rows).wait_for(state="attached")
    tab.accessible()
    more = tab.page.locator("#relations tbody tr").count()
    picture = tab.page.locator("#network").get_attribute("aria-label")
    assert f" {more} " in picture.replace(".", "").replace(",", "")
    file = tab.download(lambda: tab.page.click("[data-form=graphml]"))
    assert nx.read_graphml(file).number_of_edges() == more, "the file has what was walked to"
    tab.page.goto(tab.page.url)
    assert tab.page.locator("#relations tbody tr").count() == more, "and so has the address"


def test_kinds_and_years_are_hidden(tab: Tab) -> None:
    tab.open("/explore", thing=DECISION, depth="2")
    things = tab.page.locator("#chosen option").count()
    tab.page.uncheck("[data-kind=org]")
    assert tab.page.locator("#chosen option").count() < things
    tab.page.check("[data-kind=org]")
    assert tab.page.locator("#chosen option").count() == things
    tab.page.uncheck("#undated")
    tab.page.locator("#to-year").fill(tab.page.locator("#from-year").input_value())
    assert tab.page.locator("#chosen option").count() < things


def test_pictures_are_taken_away(tab: Tab) -> None:
    tab.open("/explore", thing=DECISION)
    svg = tab.download(lambda: tab.page.click("[data-act=svg]")).read_text("utf-8")
    assert svg.count("<circle") == tab.page.locator("#chosen option").count()
    assert "412/QĐ-UBND" in svg
    assert tab.download(lambda: tab.page.click("[data-act=png]")).read_bytes().startswith(b"\x89PNG")


def test_a_thing_is_pinned_by_dragging(tab: Tab) -> None:
    tab.open("/explore", thing=DECISION)
    tab.page.select_option("#chosen", DECISION)
    assert tab.page.locator("[data-act=pin]").inner_text() == "Ghim"
    tab.page.locator("#network").scroll_into_view_if_needed()
    box = tab.page.locator("#network").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2  # what is chosen in the box stands in the middle
    tab.page.mouse.move(x, y)
    tab.page.mouse.down()
    tab.page.mouse.move(x + 60, y + 40, steps=5)
    tab.page.mouse.up()
    tab.page.select_option("#chosen", DECISION)
    assert tab.page.locator("[data-act=pin]").inner_text() == "Bỏ ghim"


@everywhere
def test_two_things_are_connected(tab: Tab) -> None:
    tab.open("/explore", thing=DECISION, to="https://w3id.org/khcn/id/doc/hoa-binh/ubnd/2023/987-qd-ubnd")
    assert tab.page.locator(".routes > li").count() >= 1
    words = tab.page.locator(".routes a[href*='#w']").first
    assert words.get_attribute("href").startswith("/id/source/")
    tab.accessible()
    tab.shot("explore-connections")


def test_it_works_without_scripts(tab: Tab) -> None:
    plain = tab.page.context.browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(tab.address("/explore", thing="412/QĐ-UBND"))
    assert page.locator("#relations tbody tr").count() > 5
    page.locator("a.around").first.click()
    assert page.locator("#relations tbody tr").count() >= 1
    plain.close()


def test_what_is_not_clear_or_not_there_is_told(tab: Tab) -> None:
    tab.open("/explore", thing="không có tên này")
    assert "không có tên này" in tab.page.locator("[role=alert]").inner_text()
    tab.open("/explore", thing="Hòa Bình")
    assert tab.page.locator("[role=alert] li").count() > 1
    tab.page.locator("[role=alert] li a").first.click()
    assert tab.page.locator("#relations, .panel").count() >= 1
    tab.accessible()


def test_a_thousand_things_stand_at_once(tab: Tab) -> None:
    """Laid out once, then still: no physics that never settle."""
    tab.open("/explore", thing=DECISION)
    random = nx.barabasi_albert_graph(1000, 2, seed=1)
    nodes = [{"iri": str(n), "label": f"nhiệm vụ {n}", "kind": "project"} for n in random]
    edges = [{"from": str(a), "to": str(b), "label": "căn cứ"} for a, b in random.edges]
    took, spread = tab.page.evaluate(
        """async ([nodes, edges]) => {
          const { Graph, draw, fill, settle } = await import("/static/built/drawing.js");
          const place = document.getElementById("network");
          place.replaceChildren();
          const graph = new Graph({ multi: true, type: "directed" });
          const started = performance.now();
          fill(graph, nodes, edges);
          settle(graph);
          draw(place, graph);
          const took = performance.now() - started;
          const [xs, ys] = [graph.mapNodes((_, { x }) => x), graph.mapNodes((_, { y }) => y)];
          const square = (value, all) =>
            Math.floor((value - Math.min(...all)) / (Math.max(...all) - Math.min(...all)) * 40);
          const cells = new Set(xs.map((x, i) => `${square(x, xs)} ${square(ys[i], ys)}`));
          return [took, cells.size];
        }""",
        [nodes, edges],
    )
    tab.shot("explore-thousand")
    assert took < 15_000, "milliseconds, on a machine that has other things to do"
    assert spread > 250, "of the 1,600 squares of the picture, how many hold a thing"
