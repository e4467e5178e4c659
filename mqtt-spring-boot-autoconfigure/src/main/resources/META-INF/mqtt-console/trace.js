// The packets as they are on the wire: what, which way, how large, how long until the answer, and each byte by name.

import { html, useEffect, useState } from "./ui.js";
import { get, url } from "./api.js";
import { ConnectionSelect } from "./connection-select.js";
import { setFilter } from "./feed.js";
import { bytes, count, millis, plural, time } from "./format.js";
import { useNarrow, useRowHeight } from "./layout.js";
import { SelectableList } from "./selectable-list.js";
import { save } from "./settings.js";
import { useShortcuts } from "./shortcuts.js";
import { changedNow, store, useStore } from "./store.js";

const GROUPS = [
  ["Messages", "PUBLISH,PUBACK,PUBREC,PUBREL,PUBCOMP"],
  ["Subscriptions", "SUBSCRIBE,SUBACK,UNSUBSCRIBE,UNSUBACK"],
  ["Connections", "CONNECT,CONNACK,DISCONNECT,AUTH"],
  ["Pings", "PINGREQ,PINGRESP"],
];
// Identifiers are used again
const NEARBY = 200;
const TYPES = [...GROUPS.flatMap(([, types]) => types.split(",")), "MALFORMED"];

export function Trace() {
  const { packets, packetsStep, connections, filter, packet, feed, status } = useStore("packets", "filter", "packet", "feed", "status");
  const [paused, setPaused] = useState(null);
  const rowHeight = useRowHeight(1.875, 3.125);
  const narrow = useNarrow();
  const [withPayloads, setWithPayloads] = useState(false);
  const shown = paused ?? packets;
  const newestFirst = shown.toReversed();
  const newer = paused ? packets.filter((one) => one.id > (paused.at(-1)?.id ?? 0)).length : 0;
  const toggle = () => setPaused(paused ? null : packets);
  const filtered = filter.types || filter.hidePings || filter.connection;
  useShortcuts({ p: toggle });
  useEffect(() => setPaused(null), [filter]);

  const hidePings = (event) => {
    save("hide-pings", event.currentTarget.checked);
    setFilter({ hidePings: event.currentTarget.checked });
  };
  return html`
    <div class="trace-view">
      <section class="panel trace" aria-labelledby="trace-title">
        <header>
          <h2 id="trace-title">Packets</h2>
          <span class="muted number">${count(shown.length)}</span>
          ${packetsStep > 1 && !paused && html`<span class="badge warn">1 of ${count(packetsStep)} shown</span>`}
          <div class="end">
            ${paused && newer > 0 && html`<span class="muted number">${plural(newer, "newer one")}</span>`}
            <button class="pause" aria-pressed=${paused !== null} onClick=${toggle}>${paused ? "Go on" : "Pause"}</button>
            <a class="button" download href=${url("packets.pcapng", { connection: filter.connection || null, payloads: withPayloads || null })}
              title="All kept packets as a file for Wireshark">Export pcapng</a>
            ${status?.payloads && !status.payloadsFiltered && html`
              <label class="check"><input type="checkbox" name="with-payloads" checked=${withPayloads} onChange=${(event) => setWithPayloads(event.currentTarget.checked)} /> with payloads</label>`}
          </div>
        </header>
        <search class="filters" aria-label="Packets">
          <${ConnectionSelect} filter=${filter} connections=${connections} />
          <select class="narrow" data-filter aria-label="Type of packet" value=${filter.types} onChange=${(event) => setFilter({ types: event.currentTarget.value })}>
            <option value="">All types</option>
            <optgroup label="Groups">${GROUPS.map(([name, types]) => html`<option key=${name} value=${types}>${name}</option>`)}</optgroup>
            <optgroup label="One type">${TYPES.map((type) => html`<option key=${type} value=${type}>${type}</option>`)}</optgroup>
          </select>
          <label class="check"><input type="checkbox" name="hide-pings" checked=${filter.hidePings} disabled=${filter.types !== ""} onChange=${hidePings} /> Hide pings</label>
        </search>
        ${newestFirst.length > 0
          ? html`<${SelectableList} id="packets" label="Packets, newest first" className="packets" items=${newestFirst} rowHeight=${rowHeight}
              selected=${packet} onSelect=${select} marked=${exchangeOf(shown.find((one) => one.id === packet))}
              option=${(one) => html`<${Packet} packet=${one} several=${connections.length > 1} narrow=${narrow} />`} />`
          : html`<p class="empty">${feed.state !== "live" ? html`<strong>Waiting for the application</strong>`
            : filtered ? html`<strong>No packet matches the filter</strong>`
            : html`<strong>No packet yet</strong>Packets that are sent or received while this page is open appear here. “Ping now” in the overview makes two.`}</p>`}
      </section>
      <section class="panel packet-panel" aria-label="Packet">
        ${packet === null ? html`<p class="empty"><strong>No packet chosen</strong>Choose one to see its bytes and what they mean.</p>`
          : html`<${PacketDetail} key=${packet} id=${packet} />`}
      </section>
    </div>`;
}

/**
 * Return a function that tells the packets that belong together: requests and their answers have the same identifier.
 */
function exchangeOf(chosen) {
  return (packet) => chosen?.packetIdentifier != null && packet.packetIdentifier === chosen.packetIdentifier && packet.connection === chosen.connection
    && packet.link === chosen.link && Math.abs(packet.id - chosen.id) < NEARBY;
}

function select(packet) {
  store.packet = packet.id;
  changedNow("packet");
}

function Packet({ packet, several, narrow }) {
  return [
    html`<span class="time number">${time(packet.time)}</span>`,
    html`<span class="type"><span class="direction ${packet.direction}"><span aria-hidden="true">${packet.direction === "sent" ? "↑" : "↓"}</span><span class="hidden-text">${packet.direction} </span></span><strong>${packet.type}</strong></span>`,
    html`<span class="value mono">${several && html`<span class="muted">${packet.connection} </span>`}${packet.problem ?? withoutEnd(packet.text)}</span>`,
    !narrow && html`<span class="size number muted">${bytes(packet.size)}</span>`,
    html`<span class="round-trip number">${packet.roundTripMicros != null && millis(packet.roundTripMicros / 1_000)}</span>`,
  ];
}

/**
 * The size and the round trip have columns of their own.
 */
const withoutEnd = (text) => text.replace(/ ?[\d.,]+ (B|ms)$/, "");

function PacketDetail({ id }) {
  const [answer, setAnswer] = useState({ packet: null, mistake: null });
  const [field, setField] = useState(null);
  useEffect(() => {
    let current = true;
    get("packets/" + id).then((packet) => current && setAnswer({ packet, mistake: null }),
      (error) => current && setAnswer({ packet: null, mistake: error.message }));
    return () => {
      current = false;
    };
  }, [id]);
  const { packet, mistake } = answer;
  if (!packet) {
    return html`<p class="empty" role=${mistake ? "alert" : null}>${mistake ? html`<strong>Not to be had any more</strong>${mistake}` : "…"}</p>`;
  }
  return html`
    <article class="detail" aria-label="Packet" data-packet=${packet.id}>
      <h3 class="topic mono">${packet.type}</h3>
      <p class="meta">
        <span class="number">${time(packet.time)}</span>
        <span class="badge">${packet.direction}</span>
        ${packet.packetIdentifier != null && html`<span class="badge">id ${packet.packetIdentifier}</span>`}
        ${packet.roundTripMicros != null && html`<span class="badge accent">answer after ${millis(packet.roundTripMicros / 1_000)}</span>`}
        <span class="muted">${bytes(packet.size)}, ${packet.connection}, network connection ${packet.link}</span>
      </p>
      ${packet.problem && html`<p class="notice" role="alert">${packet.problem}</p>`}
      ${packet.redacted && html`<p class="notice mild">Payloads are hidden: “x” stands for what they say.</p>`}
      <${Bytes} packet=${packet} chosen=${field} />
      ${packet.shown < packet.size && html`<p class="muted">The first ${bytes(packet.shown)} of ${bytes(packet.size)}.</p>`}
      <h3 id="fields-title">Fields</h3>
      <ol class="fields" aria-labelledby="fields-title" onMouseLeave=${() => setField(null)}>
        ${packet.fields.map((one, index) => html`
          <li key=${index}><button type="button" class="plain" aria-pressed=${field === index} onClick=${() => setField(index)} onFocus=${() => setField(index)} onMouseEnter=${() => setField(index)}>
            <span class="offset mono muted">${one.offset.toString(16).padStart(4, "0")}</span>
            <span class="name">${one.name}</span>
            <span class="value mono">${one.value ?? html`<span class="muted">${plural(one.length, "byte")}</span>`}</span></button></li>`)}
      </ol>
    </article>`;
}

function Bytes({ packet, chosen }) {
  const rows = [];
  for (let offset = 0; offset < packet.shown; offset += 16) {
    rows.push(offset);
  }
  const field = packet.fields[chosen];
  const isChosen = (index) => field && index >= field.offset && index < field.offset + field.length;
  return html`
    <pre class="bytes" tabindex="0" role="region" aria-label="Bytes in hexadecimal digits">${rows.map((offset) => [
      html`<span class="muted">${offset.toString(16).padStart(4, "0")}</span>`, "  ", pieces(packet, offset, isChosen, (pair) => pair + " "),
      " ".repeat(3 * Math.max(0, offset + 16 - packet.shown) + 1), pieces(packet, offset, isChosen, asText), "\n",
    ])}</pre>`;
}

/**
 * Sixteen bytes, those of the chosen field in an element of their own.
 */
function pieces(packet, offset, isChosen, write) {
  const result = [];
  for (let index = offset; index < Math.min(offset + 16, packet.shown); index++) {
    const text = write(packet.hex.slice(2 * index, 2 * index + 2));
    const marked = Boolean(isChosen(index));
    const last = result.at(-1);
    if (last && last.marked === marked) {
      last.text += text;
    }
    else {
      result.push({ marked, text });
    }
  }
  return result.map((piece) => piece.marked ? html`<mark>${piece.text}</mark>` : piece.text);
}

function asText(pair) {
  const code = parseInt(pair, 16);
  return (code >= 0x20 && code < 0x7F) ? String.fromCharCode(code) : "·";
}
