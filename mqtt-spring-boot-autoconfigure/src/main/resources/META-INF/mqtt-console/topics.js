// The tree of topics: what there is, what it said last, and how much of it comes.

import { html, useLayoutEffect, useRef, useState } from "./ui.js";
import { clear } from "./feed.js";
import { count, plural, rate } from "./format.js";
import { changedNow, select, useStore } from "./store.js";
import { useRowHeight } from "./layout.js";
import { VirtualList } from "./virtual-list.js";

const FLASH = 700;
const OPEN_AT_FIRST = 12;

// Branches that are open, by the key of their node
const opened = new Map();

export function Topics() {
  const { topics, connections, selection, feed } = useStore("topics", "selection", "feed");
  const [search, setSearch] = useState("");
  const [focused, setFocused] = useState(null);
  const takeFocus = useRef(false);
  const element = useRef(null);
  const rowHeight = useRowHeight(1.75, 2.5);
  const rows = topics.rows((node) => opened.get(node.key) ?? isOpenAtFirst(node), search.trim());
  const focusedIndex = Math.max(0, rows.findIndex((row) => row.node.key === focused));
  const active = rows.length > 0 ? focusedIndex : -1;

  useLayoutEffect(() => {
    if (takeFocus.current) {
      takeFocus.current = false;
      element.current.querySelector('[role="treeitem"][tabindex="0"]')?.focus();
    }
  });

  const focus = (index) => {
    if (rows[index]) {
      takeFocus.current = true;
      setFocused(rows[index].node.key);
    }
  };
  const setOpen = (row, open) => {
    opened.set(row.node.key, open);
    changedNow("topics");
  };
  const activate = (row) => {
    if (row.node.entry) {
      select({ kind: "topic", connection: row.node.entry.connection, topic: row.node.entry.topic });
    }
    else if (row.branch) {
      setOpen(row, !row.open);
    }
  };
  const keys = {
    ArrowDown: () => focus(active + 1),
    ArrowUp: () => focus(active - 1),
    Home: () => focus(0),
    End: () => focus(rows.length - 1),
    PageDown: () => focus(Math.min(rows.length - 1, active + 10)),
    PageUp: () => focus(Math.max(0, active - 10)),
    ArrowRight: (row) => row.branch && (row.open ? focus(active + 1) : setOpen(row, true)),
    ArrowLeft: (row) => (row.branch && row.open && !search) ? setOpen(row, false)
      : focus(rows.findIndex((other) => other.node === row.node.parent)),
    Enter: activate,
    " ": activate,
  };
  const pressed = (event) => {
    const action = keys[event.key];
    if (action && !event.ctrlKey && !event.altKey && !event.metaKey && rows[active]) {
      event.preventDefault();
      event.stopPropagation();
      action(rows[active]);
    }
  };
  const row = (index, style) => html`
    <${Row} key=${rows[index].node.key} row=${rows[index]} style=${style} focusable=${index === active}
      selected=${selection?.kind === "topic" && selection.connection === rows[index].node.entry?.connection
        && selection.topic === rows[index].node.entry?.topic}
      onToggle=${(one) => setOpen(one, !one.open)}
      onClick=${() => {
        setFocused(rows[index].node.key);
        activate(rows[index]);
      }} />`;

  return html`
    <section class="panel topics" aria-labelledby="topics-title" ref=${element}>
      <header>
        <h2 id="topics-title">Topics</h2>
        <span class="muted number">${count(topics.size)}</span>
        <div class="end"><button class="plain" disabled=${topics.size === 0} onClick=${() => clear("topics")}>Clear</button></div>
      </header>
      <div class="filters">
        <input type="search" class="grow" data-search aria-label="Search topics" placeholder="Search topics" value=${search}
          onInput=${(event) => setSearch(event.currentTarget.value)}
          onKeyDown=${(event) => {
            if (event.key === "ArrowDown") {
              event.preventDefault();
              focus(0);
            }
          }} />
      </div>
      ${rows.length > 0
        ? html`<${VirtualList} class="tree scroller" role="tree" aria-label="Topics" count=${rows.length} rowHeight=${rowHeight}
            keyOf=${(index) => rows[index].node.key} row=${row} active=${active} reveals=${focused !== null} onKeyDown=${pressed} />`
        : html`<p class="empty">${search ? html`<strong>No topic contains “${search}”</strong>` : emptyText(connections, feed)}</p>`}
      ${topics.hidden > 0 && html`
        <p class="status">${plural(topics.hidden, "more topic")} hidden with ${plural(topics.hiddenMessages, "message")}:
          ${" "}<code>mqtt.console.maximum-topics</code> is ${count(topics.maximumTopics)}.</p>`}
    </section>`;
}

function emptyText(connections, feed) {
  if (feed.state !== "live") {
    return html`<strong>Waiting for the application</strong>`;
  }
  if (!connections.some((connection) => connection.state === "connected")) {
    return html`<strong>No topic yet</strong>Nothing arrives without a connection. The overview tells why there is none.`;
  }
  return html`<strong>No topic yet</strong>Topics appear with the first message that the application receives or sends
    while this page is open. Publish one, or add a listener: <code>@MqttListener("plants/#")</code>.`;
}

/**
 * A branch that takes little room is open at first, so that a newcomer sees values at once.
 */
function isOpenAtFirst(node) {
  node.openAtFirst ||= node.children.size <= OPEN_AT_FIRST;
  return node.openAtFirst;
}

function Row({ row, style, focusable, selected, onClick, onToggle }) {
  const { node, branch, open, level, position, siblings } = row;
  const { entry } = node;
  const flash = performance.now() - node.changedAt < FLASH ? "flash-" + node.changes % 2 : "";
  return html`
    <div class="row ${flash}" role="treeitem" style=${{ ...style, paddingLeft: level * 0.875 - 0.375 + "rem" }} aria-level=${level} aria-posinset=${position}
        aria-setsize=${siblings} aria-expanded=${branch ? open : null} aria-selected=${selected}
        tabindex=${focusable ? 0 : -1} onClick=${onClick}>
      <span class="twisty ${branch ? (open ? "open" : "closed") : ""}" aria-hidden="true" onClick=${(event) => {
        if (branch) {
          event.stopPropagation();
          onToggle(row);
        }
      }}></span>
      <span class="name">${node.name || "(empty)"}</span>
      ${entry
        ? html`<span class="value mono">${preview(entry)}</span>`
        : html`<span class="value muted">${!open && plural(node.topics, "topic")}</span>`}
      ${entry?.retained && html`<span class="badge accent">retained</span>`}
      <span class="counts number muted"><span class="hidden-text">, </span>${count(node.messages)}<span class="hidden-text"> messages, </span>
        ${node.rate > 0.005 && html`<span class="rate">${rate(node.rate)}</span>`}</span>
    </div>`;
}

export function preview({ preview: text, binary, size }) {
  if (text === null) {
    return html`<span class="muted">hidden</span>`;
  }
  if (size === 0) {
    return html`<span class="muted">(empty)</span>`;
  }
  return binary ? html`<span class="muted">hex</span> ${text}` : text;
}
