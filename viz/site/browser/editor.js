// A SPARQL editor that knows this graph's terms. It lives in a shadow root: there CodeMirror sets its styles through
// adopted style sheets, which the pages' content security policy allows; elsewhere it would need inline styles.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { StreamLanguage, bracketMatching, indentOnInput, syntaxHighlighting, HighlightStyle } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap, lineNumbers, highlightActiveLine, drawSelection } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { data, say } from "./page.js";

const look = EditorView.theme({
  "&": { fontSize: "0.9rem", color: "var(--ink)", backgroundColor: "var(--paper)" },
  ".cm-content": { caretColor: "var(--ink)", minHeight: "12rem" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-scroller": { fontFamily: "ui-monospace, monospace", maxHeight: "30rem", overflow: "auto" },
  ".cm-gutters": { color: "var(--quiet)", backgroundColor: "var(--panel)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  ".cm-tooltip": { color: "var(--ink)", backgroundColor: "var(--panel)", border: "1px solid var(--quiet)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { color: "var(--on-accent)", backgroundColor: "var(--accent)" },
  ".cm-completionDetail": { color: "inherit", fontStyle: "normal", opacity: "1" },
});
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.local(tags.variableName), tags.variableName], color: "var(--warn)" },
  { tag: tags.atom, color: "var(--ink)" },
  { tag: [tags.string, tags.number], color: "var(--good)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: [tags.meta, tags.standard(tags.variableName)], color: "var(--accent)" },
]);

let options;

/** All that may be written: prefixes, classes and properties of this graph, abbreviated. */
async function terms() {
  const found = await (await fetch(data.terms)).json();
  const prefixes = Object.entries(found.prefixes);
  const short = (iri) => {
    const fitting = prefixes.filter(([, start]) => iri.startsWith(start)).sort((a, b) => b[1].length - a[1].length)[0];
    const rest = fitting && iri.slice(fitting[1].length);
    return rest && /^[\w-]+$/.test(rest) ? `${fitting[0]}:${rest}` : `<${iri}>`;
  };
  const option = (type) => ({ iri, label, count }) => ({
    label: short(iri), detail: `${label} · ${say(type)} · ${count}`, type, boost: Math.log10(count + 1),
  });
  return [
    ...found.properties.map(option("property")),
    ...found.classes.map(option("class")),
    ...prefixes.map(([name, iri]) => ({ label: `${name}:`, detail: `${say("prefix")} ${iri}`, type: "prefix", boost: -1 })),
  ];
}

async function complete(context) {
  const word = context.matchBefore(/[\w-]*:?[\w-]*/);
  if (!context.explicit && (word.from === word.to || /[?$"<]/.test(context.state.sliceDoc(word.from - 1, word.from)))) {
    return null;
  }
  options ??= terms().catch(() => []);
  return { from: word.from, options: await options, validFor: /^[\w-]*:?[\w-]*$/ };
}

/** Put an editor in the place of a text area, which keeps its text for the form. */
export function edit(area, run) {
  const host = document.createElement("div");
  area.parentElement.append(host);
  area.hidden = true;
  const root = host.attachShadow({ mode: "open", delegatesFocus: true });
  const view = new EditorView({
    root, parent: root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }])),
        lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(), lintGutter(),
        highlightActiveLine(), EditorView.lineWrapping, StreamLanguage.define(sparql), syntaxHighlighting(colours), look,
        autocompletion({ override: [complete], icons: false }),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
        EditorView.contentAttributes.of({ "aria-label": say("editor") }),
        EditorView.updateListener.of((update) => { if (update.docChanged) area.value = update.state.doc.toString(); }),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    /** Show an error at its line and column (both counted from 1), or none. */
    mark(line, column, message) {
      if (!line) return view.dispatch(setDiagnostics(view.state, []));
      const at = view.state.doc.line(Math.min(line, view.state.doc.lines));
      const from = Math.min(at.from + Math.max(column - 1, 0), at.to);
      const word = view.state.wordAt(from);
      const to = word ? word.to : Math.min(from + 1, at.to);
      view.dispatch(setDiagnostics(view.state, [{ from, to, severity: "error", message }]));
      view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      view.focus();
    },
  };
}
