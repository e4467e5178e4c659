// The messages as they come, newest first.

import { html, useEffect, useRef, useState } from "./ui.js";
import { ConnectionSelect } from "./connection-select.js";
import { bytes, count, delta, millis, plural, time } from "./format.js";
import { clear, setFilter } from "./feed.js";
import { useRowHeight } from "./layout.js";
import { useShortcuts } from "./shortcuts.js";
import { select, useStore } from "./store.js";
import { SelectableList } from "./selectable-list.js";
import { problem } from "./topic-filter.js";
import { preview } from "./topics.js";

const TYPING = 350;

export function Stream() {
  const { messages, messagesStep, messagesLoading, connections, filter, selection, feed, status } =
    useStore("messages", "filter", "selection", "feed", "status");
  const [paused, setPaused] = useState(null);
  const rowHeight = useRowHeight(2.875, 3.125);
  const shown = paused ?? messages;
  const newestFirst = shown.toReversed();
  const newer = paused ? messages.filter((message) => message.id > (paused.at(-1)?.id ?? 0)).length : 0;
  const toggle = () => setPaused(paused ? null : messages);
  const filtered = filter.topic.trim() || filter.text.trim() || filter.connection;
  useShortcuts({ p: toggle });
  useEffect(() => setPaused(null), [filter]);

  return html`
    <section class="panel stream" aria-labelledby="stream-title">
      <header>
        <h2 id="stream-title">Messages</h2>
        <span class="muted number">${count(shown.length)}</span>
        ${messagesStep > 1 && !paused && html`
          <span class="badge warn" title="There are more messages than anybody can read. Filter them to see all of some.">1 of ${count(messagesStep)} shown</span>`}
        ${status?.payloadsFiltered && html`<span class="badge" title="A filter of the application changes or hides payloads before they are shown.">payloads filtered</span>`}
        <div class="end">
          ${paused && newer > 0 && html`<span class="muted number">${plural(newer, "newer one")}</span>`}
          <button class="pause" aria-pressed=${paused !== null} onClick=${toggle}>${paused ? "Go on" : "Pause"}</button>
          <button class="plain" disabled=${messages.length === 0} onClick=${() => clear("messages")}>Clear</button>
        </div>
      </header>
      <${Filters} filter=${filter} connections=${connections} />
      ${newestFirst.length > 0
        ? html`<${SelectableList} id="messages" label="Messages, newest first" className="messages" items=${newestFirst} rowHeight=${rowHeight}
            selected=${selection?.kind === "message" ? selection.id : null}
            onSelect=${(message) => select({ kind: "message", id: message.id, message })}
            option=${(message, index) => html`<${Message} message=${message} older=${newestFirst[index + 1]} />`} />`
        : html`<p class="empty">${emptyText(messagesLoading, filtered, feed, connections)}</p>`}
    </section>`;
}

function emptyText(loading, filtered, feed, connections) {
  if (feed.state !== "live" || loading) {
    return html`<strong>${feed.state === "live" ? "Looking for messages…" : "Waiting for the application"}</strong>`;
  }
  if (filtered) {
    return html`<strong>No message matches the filter</strong>
      A topic filter may have wildcards: <code>+</code> for one level, <code>#</code> for all that follow.`;
  }
  if (!connections.some((connection) => connection.state === "connected")) {
    return html`<strong>No message yet</strong>Nothing arrives without a connection. The overview tells why there is none.`;
  }
  return html`<strong>No message yet</strong>Messages that the application receives or sends from now on appear here.
    Nothing comes? Look whether a listener’s filter matches, or publish a message yourself.`;
}

function Filters({ filter, connections }) {
  const [topic, setTopic] = useState(filter.topic);
  const [text, setText] = useState(filter.text);
  const timer = useRef(0);
  const mistake = problem(topic);
  const later = (change) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setFilter(change), TYPING);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const typed = (nextTopic, nextText) => {
    setTopic(nextTopic);
    setText(nextText);
    if (!problem(nextTopic)) {
      later({ topic: nextTopic, text: nextText });
    }
    else {
      clearTimeout(timer.current);
    }
  };
  const escape = (event) => {
    if (event.key === "Escape") {
      typed("", "");
    }
  };
  return html`
    <search class="filters" aria-label="Messages">
      <${ConnectionSelect} filter=${filter} connections=${connections} />
      <input type="text" class="grow mono" name="topic-filter" aria-label="Topic filter" placeholder="Topic filter, such as plants/+/state" autocomplete="off" spellcheck=${false}
        value=${topic} aria-invalid=${mistake !== null} aria-describedby=${mistake ? "topic-filter-mistake" : null}
        onInput=${(event) => typed(event.currentTarget.value, text)} onKeyDown=${escape} />
      <input type="search" class="grow" name="text-filter" data-filter aria-label="Text in topic or payload" placeholder="Text in topic or payload"
        value=${text} onInput=${(event) => typed(topic, event.currentTarget.value)} onKeyDown=${escape} />
      ${mistake && html`<p id="topic-filter-mistake" class="mistake" role="alert">${mistake}.</p>`}
    </search>`;
}

function Message({ message, older }) {
  const since = older && delta(message.time - older.time);
  return [
    html`<span class="line">
      <span class="time number">${time(message.time)}</span>
      <span class="topic"><${Direction} direction=${message.direction} />${message.topic}</span>
      <span class="badges">
        ${message.retain && html`<span class="badge accent">retain</span>`}
        ${message.duplicate && html`<span class="badge warn">dup</span>`}
        <span class="badge">QoS ${message.qos}</span>
      </span>
    </span>`,
    html`<span class="line">
      <span class="delta number muted">${since}</span>
      <span class="value mono">${preview(message)}</span>
      <span class="handled"><${Handled} message=${message} /></span>
    </span>`,
  ];
}

export function Direction({ direction }) {
  return html`<span class="direction ${direction}" title=${direction}><span aria-hidden="true">${direction === "sent" ? "↑" : "↓"}</span><span class="hidden-text">${direction} </span></span>`;
}

/**
 * What became of a message: the last attempt, since that is what counts.
 */
function Handled({ message }) {
  const { handlings, size } = message;
  if (handlings.length === 0) {
    return html`<span class="muted number">${bytes(size)}</span>`;
  }
  const last = handlings[handlings.length - 1];
  const failed = last.result === "failed";
  const listeners = new Set(handlings.map((handling) => handling.listener)).size;
  return html`<span class=${failed ? "bad" : "good"} title=${`${last.listener}: ${last.result} in ${millis(last.millis)}${last.error ? ", " + last.error : ""}`}>
    <span aria-hidden="true">${failed ? "✗" : "✓"}</span><span class="hidden-text">${last.result} by </span>
    ${" "}<span class="listener">${last.listener}</span>${listeners > 1 && ` +${listeners - 1}`} <span class="number">${millis(last.millis)}</span></span>`;
}
