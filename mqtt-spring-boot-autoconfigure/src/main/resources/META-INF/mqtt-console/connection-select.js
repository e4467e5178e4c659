// Of which connection messages and packets are shown, if there are several.

import { html } from "./ui.js";
import { setFilter } from "./feed.js";

export function ConnectionSelect({ filter, connections }) {
  return connections.length > 1 && html`
    <select class="narrow" aria-label="Connection" value=${filter.connection} onChange=${(event) => setFilter({ connection: event.currentTarget.value })}>
      <option value="">All connections</option>
      ${connections.map(({ name }) => html`<option key=${name} value=${name}>${name}</option>`)}
    </select>`;
}
