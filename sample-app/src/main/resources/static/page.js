// What all parts of the page need.

export const element = (id) => document.getElementById(id);

export const copyOf = (template) => element(template).content.firstElementChild.cloneNode(true);

export const timeOfDay = (instant) => new Date(instant).toLocaleTimeString();

export function showList(id, items, show) {
  element(`${id}-empty`).hidden = items.length > 0;
  element(id).hidden = items.length === 0;
  element(id).replaceChildren(...items.map(show));
}
