// Keys that work wherever the focus is, unless it is where text is typed.

import { html, useEffect, useRef, useState } from "./ui.js";
import { load, save } from "./settings.js";

const KEYS = [
  ["1 2 3", "overview, messages, packets"],
  ["/", "search or filter what is shown"],
  ["p", "pause and go on with the messages or packets"],
  ["m", "write a message"],
  ["t", "dark, light or as the system says"],
  ["?", "this list"],
];

const WIDGETS = [
  ["↑ ↓", "from one topic, message or packet to the next"],
  ["→ ←", "open and close a branch of topics, or go into it and out of it"],
  ["Home End", "the first and the last one"],
  ["Enter", "show the topic’s last message, or the message; in a form with Ctrl: publish"],
  ["Esc", "close this list, empty the filters of messages"],
];

let enabled = load("shortcuts", true);

/**
 * Call the function that belongs to a key, from an object such as <code>{ p: togglePause }</code>.
 */
export function useShortcuts(actions) {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const pressed = (event) => {
      const action = latest.current[event.key];
      if (!action || !enabled || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey
          || event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, dialog")) {
        return;
      }
      event.preventDefault();
      action();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}

export function ShortcutsDialog({ open, onClose }) {
  const element = useRef(null);
  const [on, setOn] = useState(enabled);
  useEffect(() => {
    if (open && !element.current.open) {
      element.current.showModal();
    }
  }, [open]);
  const toggle = (event) => {
    enabled = event.currentTarget.checked;
    save("shortcuts", enabled);
    setOn(enabled);
  };
  return html`
    <dialog ref=${element} class="shortcuts" aria-labelledby="shortcuts-title" onClose=${onClose}>
      <header>
        <h2 id="shortcuts-title">Keyboard</h2>
        <form method="dialog"><button class="plain">Close</button></form>
      </header>
      <h3>Everywhere</h3>
      <${Keys} keys=${KEYS} />
      <label class="check"><input type="checkbox" checked=${on} onChange=${toggle} /> These keys work</label>
      <h3>In lists</h3>
      <${Keys} keys=${WIDGETS} />
    </dialog>`;
}

function Keys({ keys }) {
  return html`
    <dl class="keys">
      ${keys.map(([names, effect]) => html`
        <div key=${names}>
          <dt>${names.split(" ").map((name, index) => [index ? " " : "", html`<kbd>${name}</kbd>`])}</dt>
          <dd>${effect}</dd>
        </div>`)}
    </dl>`;
}
