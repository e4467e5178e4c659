// Everything about one message, or about the last one of a topic.

import { html, useEffect, useState } from "./ui.js";
import { get } from "./api.js";
import { bytes, fromBase64, hex, hexRows, millis, plural, time } from "./format.js";
import { difference } from "./difference.js";
import { FieldChart } from "./field-chart.js";
import { lines, parse, textOf } from "./json.js";
import { store, useStore, write } from "./store.js";
import { panelOf, Tabs } from "./tabs.js";

const REFRESH = 1_000;
const NOTHING = { detail: null, mistake: null };

export function Detail() {
  const { selection } = useStore("selection", "messages");
  const { detail, mistake } = useDetail(selection);
  if (!selection) {
    return html`<p class="empty"><strong>Nothing chosen</strong>Choose a topic or a message to see all of it here.
      The topic stays up to date with its last message.</p>`;
  }
  if (mistake && selection.message) {
    return html`<${Remainder} message=${selection.message} />`;
  }
  if (!detail) {
    return html`<p class="empty" role=${mistake ? "alert" : null}>${mistake ? html`<strong>Not to be had any more</strong>${mistake}` : "…"}</p>`;
  }
  return html`<${MessageDetail} key=${selection.kind + detail.topic} detail=${detail} follows=${selection.kind === "topic"} />`;
}

/**
 * What is asked for when a message is chosen, and for a topic whenever it has a newer one.
 */
function useDetail(selection) {
  const [answer, setAnswer] = useState(NOTHING);
  const subject = selection && [selection.kind, selection.id, selection.connection, selection.topic].join("\n");

  useEffect(() => {
    setAnswer(NOTHING);
    if (!selection) {
      return undefined;
    }
    let current = true;
    let known;
    const ask = async () => {
      const messages = store.topics.find(selection.connection, selection.topic)?.entry.messages;
      if (selection.kind === "topic" && messages === known) {
        return;
      }
      known = messages;
      const next = await find(selection).then((detail) => ({ detail, mistake: detail ? null : "It made room for later messages." }),
        (error) => ({ detail: null, mistake: error.message }));
      if (current) {
        setAnswer(next);
      }
    };
    ask();
    const timer = (selection.kind === "topic") ? setInterval(ask, REFRESH) : 0;
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [subject]);

  return answer;
}

async function find(selection) {
  let id = selection.id;
  if (selection.kind === "topic") {
    const { messages } = await get("messages", { topic: selection.topic, connection: selection.connection, limit: 1 });
    id = messages.at(-1)?.id;
  }
  return (id == null) ? null : get("messages/" + id);
}

/**
 * What the list knows of a message that the application has forgotten.
 */
function Remainder({ message }) {
  return html`
    <article class="detail" aria-label="Message" data-message=${message.id}>
      <h3 class="topic mono">${message.topic}</h3>
      <${Meta} message=${message} />
      <p class="notice mild">It made room for later messages. This is what the list knows; <code>mqtt.console.maximum-messages</code> says how many are kept whole.</p>
      <div class="payload"><pre>${message.preview}</pre></div>
      <${Handlings} handlings=${message.handlings} direction=${message.direction} />
    </article>`;
}

function Meta({ message, follows = false }) {
  return html`
    <p class="meta">
      <span class="number">${time(message.time)}</span>
      <span class="badge">${message.direction}</span>
      <span class="badge">QoS ${message.qos}</span>
      ${message.retain && html`<span class="badge accent">retain</span>`}
      ${message.duplicate && html`<span class="badge warn">dup</span>`}
      ${follows && html`<span class="badge good">follows the topic</span>`}
      <span class="muted">${bytes(message.size)}${message.packetIdentifier ? `, packet ${message.packetIdentifier}` : ""}${store.connections.length > 1 ? `, ${message.connection}` : ""}</span>
    </p>`;
}

function MessageDetail({ detail, follows }) {
  const { payload, properties } = detail;
  const whole = payload.shown === payload.size && properties.kept;
  const json = (payload.text && payload.shown === payload.size) ? parse(payload.text) : null;
  const tabs = [
    json && { id: "json", label: "JSON" },
    payload.text !== null && { id: "text", label: "Text" },
    !payload.hidden && { id: "hex", label: "Hex" },
    !payload.hidden && { id: "changes", label: "Changes" },
    json && { id: "chart", label: "Chart" },
  ].filter(Boolean);
  const [wanted, want] = useState("json");
  const selected = tabs.some((tab) => tab.id === wanted) ? wanted : tabs[0]?.id;
  const handlings = store.messagesById.get(detail.id)?.handlings ?? detail.handlings;
  const [copied, setCopied] = useState(false);
  const copy = () => navigator.clipboard.writeText(payload.text ?? payload.base64).then(() => setCopied(true), () => setCopied(false));
  useEffect(() => setCopied(false), [detail.id]);
  const again = () => write({
    connection: detail.connection, topic: detail.topic, payload: payload.text ?? Array.from(fromBase64(payload.base64 ?? ""), hex).join(" "),
    format: (payload.text === null && payload.base64) ? "hex" : "text", qos: detail.qos, retain: detail.retain,
    contentType: properties.contentType ?? "", responseTopic: properties.responseTopic ?? "",
    userProperties: properties.userProperties.filter(([, value]) => value !== null),
  });
  return html`
    <article class="detail" aria-label="Message" data-message=${detail.id}>
      <h3 class="topic mono">${detail.topic}</h3>
      <${Meta} message=${detail} follows=${follows} />
      ${tabs.length > 0 && html`
        <${Tabs} id="payload" label="Payload" tabs=${tabs} selected=${selected} onSelect=${want} />
        ${payload.shown < payload.size && html`<p class="notice mild">The first ${bytes(payload.shown)} of ${bytes(payload.size)}: <code>mqtt.console.maximum-payload-size</code> sets the limit.</p>`}
        <div class="payload" tabindex="0" ...${panelOf("payload", selected)}>
          ${selected === "json" && html`<${Json} text=${payload.text} />`}
          ${selected === "text" && html`<pre>${payload.text === "" ? html`<span class="muted">(empty)</span>` : payload.text}</pre>`}
          ${selected === "hex" && html`<${Hex} base64=${payload.base64} />`}
          ${selected === "changes" && html`<${Changes} detail=${detail} />`}
          ${selected === "chart" && html`<${FieldChart} detail=${detail} value=${json.value} />`}
        </div>
        <div class="end">${navigator.clipboard && html`<button class="plain small" onClick=${copy}>${copied ? "Copied" : "Copy"}</button>`}<button class="plain small" disabled=${!whole} title=${whole ? null : "What is kept of the message is not all of it."} onClick=${again}>Publish again</button></div>`}
      ${payload.hidden && html`<p class="notice mild">The payload is hidden: <code>mqtt.console.show-payloads</code> is false, or a filter of the application hides it.</p>`}
      <${Properties} properties=${properties} />
      <${Handlings} handlings=${handlings} direction=${detail.direction} />
    </article>`;
}

function Json({ text }) {
  return html`<pre class="json">${lines(text).map((line) => [line.map((token) => html`<span class=${token.kind}>${token.text}</span>`), "\n"])}</pre>`;
}

function Hex({ base64 }) {
  const rows = hexRows(fromBase64(base64));
  return rows.length === 0 ? html`<pre class="muted">(empty)</pre>`
    : html`<pre class="hex">${rows.map((row) => [html`<span class="muted">${row.offset}</span>`, "  ", row.digits, "  ", html`<span class="string">${row.text}</span>`, "\n"])}</pre>`;
}

function Changes({ detail }) {
  const { previous, payload } = detail;
  if (!previous) {
    return html`<p class="muted">There is no earlier message of this topic to compare with.</p>`;
  }
  const changes = difference(asLines(previous.payload), asLines(payload));
  const same = changes.every((change) => change.sign === " ");
  return html`
    <p class="muted">Compared with the one before, ${millis(detail.time - previous.time)} earlier${same ? ": the same" : ""}</p>
    <pre class="changes">${changes.map((change) => html`<span class=${{ "+": "added", "-": "removed", " ": "" }[change.sign]}>${change.sign} ${change.text}${"\n"}</span>`)}</pre>`;
}

function asLines({ text, base64 }) {
  if (text === null) {
    return hexRows(fromBase64(base64 ?? "")).map((row) => row.digits);
  }
  return parse(text) ? lines(text).map(textOf) : text.split("\n");
}

function Properties({ properties }) {
  const pairs = [
    ["Content type", properties.contentType],
    ["Response topic", properties.responseTopic],
    ["Correlation data", properties.correlationData && `${properties.correlationData} (Base64)`],
    ["Expires", properties.messageExpiryInterval == null ? null : `${plural(properties.messageExpiryInterval, "second")} after it was published`],
    ["Payload format", properties.payloadIsText ? "UTF-8 text" : null],
    ["Subscription identifiers", properties.subscriptionIdentifiers.join(", ")],
    ...properties.userProperties.map(([name, value]) => [name, value ?? "hidden", true]),
  ].filter(([, value, user]) => user || value);
  return html`
    <section aria-labelledby="properties-title">
      <h3 id="properties-title">Properties</h3>
      ${!properties.kept ? html`<p class="notice mild">They are too large to be kept: <code>mqtt.console.maximum-payload-size</code> sets the limit.</p>`
        : pairs.length === 0 ? html`<p class="muted">None. MQTT 5.0 has content type, response topic, expiry and user properties.</p>`
        : html`<dl class="pairs">${pairs.map(([name, value, user]) => html`<div><dt class=${user ? "mono" : ""}>${name}</dt><dd class="mono">${value}</dd></div>`)}</dl>`}
    </section>`;
}

function Handlings({ handlings, direction }) {
  return direction === "received" && html`
    <section aria-labelledby="handlings-title">
      <h3 id="handlings-title">Handled by</h3>
      ${handlings.length === 0 ? html`<p class="muted">No listener has handled it, or not yet.</p>`
        : html`<ul class="handlings">${handlings.map((handling) => html`
            <li><span class=${handling.result === "failed" ? "bad" : "good"}><span aria-hidden="true">${handling.result === "failed" ? "✗" : "✓"}</span> ${handling.listener}</span>${" "}
              <span class="muted number">${handling.result} in ${millis(handling.millis)}${handling.attempt > 1 ? `, attempt ${handling.attempt}` : ""}</span>
              ${handling.error && html`<span class="bad block">${handling.error}</span>`}</li>`)}</ul>`}
    </section>`;
}
