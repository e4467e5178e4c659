// Dark, light, or whatever the system says.

import { load, save } from "./settings.js";

export const THEMES = ["auto", "light", "dark"];

const listeners = new Set();
const system = matchMedia("(prefers-color-scheme: dark)");

let theme = load("theme", "auto");

apply();
system.addEventListener("change", tell);

export const current = () => theme;

export function next() {
  theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  save("theme", theme);
  apply();
  tell();
  return theme;
}

/**
 * Call a function whenever colours change; returns one that ends that.
 */
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Return what a colour of the style sheet is at the moment, for a canvas that cannot look it up by itself.
 */
export function color(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function apply() {
  if (theme === "auto") {
    delete document.documentElement.dataset.theme;
  }
  else {
    document.documentElement.dataset.theme = theme;
  }
}

function tell() {
  listeners.forEach((listener) => listener());
}
