// A long list with one selected row. The focus is on the list, and the keys move the selection.

import { html, useState } from "./ui.js";
import { VirtualList } from "./virtual-list.js";

/**
 * @param items newest first, each with an id
 * @param selected id of the selected one, or null
 * @param marked tells the items that are to stand out, too
 * @param option a function from an item and its index to what the row shows
 */
export function SelectableList({ id, label, items, selected, onSelect, option, rowHeight, marked = () => false, className = "" }) {
  const [focused, setFocused] = useState(false);
  const index = (selected == null) ? -1 : items.findIndex((item) => item.id === selected);
  const choose = (next) => {
    const item = items[Math.min(items.length - 1, Math.max(0, next))];
    if (item) {
      onSelect(item);
    }
  };
  const keys = {
    ArrowDown: () => choose(index + 1),
    ArrowUp: () => choose(index - 1),
    PageDown: () => choose(index + 10),
    PageUp: () => choose(index - 10),
    Home: () => choose(0),
    End: () => choose(items.length - 1),
    Enter: () => choose(index),
  };
  const pressed = (event) => {
    const action = keys[event.key];
    if (action && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      action();
    }
  };
  const optionId = (item) => id + "-" + item.id;
  return html`
    <${VirtualList} id=${id} class="scroller options ${className}" role="listbox" aria-label=${label} tabindex="0"
      aria-activedescendant=${index >= 0 ? optionId(items[index]) : null} onKeyDown=${pressed}
      onFocus=${() => setFocused(true)} onBlur=${() => setFocused(false)}
      count=${items.length} rowHeight=${rowHeight} active=${index} anchored keyOf=${(at) => items[at].id}
      row=${(at, style) => html`
        <div key=${items[at].id} id=${optionId(items[at])} class="row ${at === index && focused ? "focused" : ""} ${marked(items[at]) ? "marked" : ""}" role="option" style=${style}
            aria-selected=${at === index} aria-posinset=${at + 1} aria-setsize=${items.length} onClick=${() => onSelect(items[at])}>
          ${option(items[at], at)}
        </div>`} />`;
}
