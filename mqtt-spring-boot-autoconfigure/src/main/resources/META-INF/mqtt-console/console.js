// The frame of the page: what is always there, and which of the views is shown.

import { html, render, useEffect, useRef, useState } from "./ui.js";
import { Connections } from "./connections.js";
import { Detail } from "./detail.js";
import { start } from "./feed.js";
import { plural } from "./format.js";
import { Latency } from "./latency.js";
import { useNarrow } from "./layout.js";
import { Listeners } from "./listeners.js";
import { Publish } from "./publish.js";
import { ShortcutsDialog, useShortcuts } from "./shortcuts.js";
import { showSide, useStore, write } from "./store.js";
import { Stream } from "./stream.js";
import { panelOf, Tabs } from "./tabs.js";
import * as theme from "./theme.js";
import { Topics } from "./topics.js";
import { Trace } from "./trace.js";

const VIEWS = [["overview", "Overview", Overview], ["messages", "Messages", Messages], ["packets", "Packets", Trace]];
const SIDE = [{ id: "detail", label: "Detail" }, { id: "publish", label: "Publish" }];
const THEMES = { auto: "as the system", light: "light", dark: "dark" };

function Console() {
  const { status, feed } = useStore("status", "feed");
  const [view, setView] = useState(viewOf(location.hash));
  const [help, setHelp] = useState(false);
  const [, setTheme] = useState(theme.current());
  const switchTheme = () => setTheme(theme.next());

  useEffect(() => {
    const tell = () => setView(viewOf(location.hash));
    addEventListener("hashchange", tell);
    return () => removeEventListener("hashchange", tell);
  }, []);
  useEffect(() => {
    document.title = (status ? status.application + " – " : "") + "MQTT console";
  }, [status?.application]);
  useShortcuts({
    1: () => go("overview"),
    2: () => go("messages"),
    3: () => go("packets"),
    "/": focusSearch,
    t: switchTheme,
    "?": () => setHelp(true),
    m: () => {
      go("messages");
      write();
    },
  });

  const [, , View] = VIEWS.find(([id]) => id === view);
  return html`
    <div class="console" data-view=${view}>
      <a class="skip" href="#main" onClick=${(event) => {
        event.preventDefault();
        document.getElementById("main").focus();
      }}>Skip to the content</a>
      <header class="bar">
        <div class="brand"><${Logo} /><div><h1>MQTT console</h1>${status && html`<p>${status.application}</p>`}</div></div>
        <nav class="views" aria-label="Views">
          ${VIEWS.map(([id, label]) => html`<a key=${id} href="#${id}" aria-current=${id === view ? "page" : null}>${label}</a>`)}
        </nav>
        <div class="tools">
          <${Feed} feed=${feed} />
          <button class="plain icon" aria-label=${"Colours: " + THEMES[theme.current()]} title=${"Colours: " + THEMES[theme.current()]} onClick=${switchTheme}><${ThemeIcon} theme=${theme.current()} /></button>
          <button class="plain icon" aria-label="Keyboard" title="Keyboard" onClick=${() => setHelp(true)}>?</button>
        </div>
      </header>
      <main id="main" tabindex="-1">
        ${feed.state === "lost" && html`<p class="notice" role="alert">${feed.message ?? "The application does not answer. What you see is how it was; the page goes on by itself when it is back."}</p>`}
        <${View} />
      </main>
      <${ShortcutsDialog} open=${help} onClose=${() => setHelp(false)} />
    </div>`;
}

function Overview() {
  const { connections } = useStore("connections");
  return html`
    <div class="overview ${connections.length > 1 ? "several" : ""}">
      <section class="connections" aria-labelledby="connections-title">
        <h2 id="connections-title" class="hidden-text">Connections</h2>
        <${Connections} />
      </section>
      <${Latency} />
      <${Listeners} />
    </div>`;
}

function Messages() {
  const { side, selection } = useStore("side", "selection");
  const panel = useRef(null);
  const narrow = useNarrow();
  // Where all is one column, what was asked for is out of sight
  useEffect(() => {
    if (narrow && (selection || side === "publish")) {
      panel.current.scrollIntoView();
    }
  }, [selection, side]);
  return html`
    <div class="messages-view">
      <${Topics} />
      <${Stream} />
      <section class="panel side" ref=${panel} aria-label="Detail and publishing">
        <${Tabs} id="side" label="Detail and publishing" tabs=${SIDE} selected=${side} onSelect=${showSide} />
        <div class="side-panel" ...${panelOf("side", side)}>${side === "detail" ? html`<${Detail} />` : html`<${Publish} />`}</div>
      </section>
    </div>`;
}

function Feed({ feed }) {
  const { status } = useStore("status");
  const live = feed.state === "live";
  return html`
    <span class="feed" role="status"><span class="dot ${live ? "good" : feed.state === "lost" ? "bad" : "warn"}"></span>
      <span class="feed-text">${live ? "Live" : feed.state === "lost" ? "No answer" : "Connecting"}</span>
      ${status?.viewers > 1 && html`<span class="viewers">${plural(status.viewers, "viewer")}</span>`}
      ${status && !status.writable && html`<span class="badge" title="Set mqtt.console.writable=true to publish, pause and resume.">read-only</span>`}</span>`;
}

function Logo() {
  return html`
    <svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" class="logo" />
      <g fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"><path d="M8 15a9 9 0 0 1 9 9" /><path d="M8 8a16 16 0 0 1 16 16" /></g>
      <circle cx="9.5" cy="22.5" r="2.5" fill="#fff" /></svg>`;
}

function ThemeIcon({ theme: name }) {
  const shape = {
    light: html`<circle cx="8" cy="8" r="3" fill="currentColor" /><path d="M8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.5 1.5M11.5 11.5 13 13M13 3l-1.5 1.5M4.5 11.5 3 13" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" />`,
    dark: html`<path d="M13.5 10A6 6 0 0 1 6 2.500 6 6 0 1 0 13.500 10Z" fill="currentColor" />`,
    auto: html`<circle cx="8" cy="8" r="5.75" fill="none" stroke="currentColor" stroke-width="1.5" /><path d="M8 2.250a5.750 5.750 0 0 1 0 11.500Z" fill="currentColor" />`,
  }[name];
  return html`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${shape}</svg>`;
}

function go(view) {
  location.hash = view;
}

function viewOf(hash) {
  const id = hash.slice(1);
  return VIEWS.some(([view]) => view === id) ? id : "overview";
}

function focusSearch() {
  document.querySelector("[data-search], [data-filter]")?.focus();
}

start();
const element = document.getElementById("console");
element.replaceChildren();
render(html`<${Console} />`, element);
