// Tabs as the keyboard expects them: one stop for all, arrows from one to the next.

import { html } from "./ui.js";

export function Tabs({ id, label, tabs, selected, onSelect }) {
  const pressed = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const index = tabs.findIndex((tab) => tab.id === selected);
      const next = tabs[(index + step + tabs.length) % tabs.length];
      onSelect(next.id);
      document.getElementById(`${id}-${next.id}-tab`).focus();
    }
  };
  return html`
    <div class="tabs" role="tablist" aria-label=${label} onKeyDown=${pressed}>
      ${tabs.map((tab) => html`
        <button key=${tab.id} type="button" role="tab" id=${`${id}-${tab.id}-tab`} class="plain" aria-selected=${tab.id === selected}
          aria-controls=${`${id}-panel`} tabindex=${tab.id === selected ? 0 : -1} onClick=${() => onSelect(tab.id)}>${tab.label}</button>`)}
    </div>`;
}

export const panelOf = (id, selected) => ({ id: `${id}-panel`, role: "tabpanel", "aria-labelledby": `${id}-${selected}-tab` });
