// A form that publishes a message, once or again and again.

import { html, useEffect, useRef, useState } from "./ui.js";
import { post } from "./api.js";
import { count, millis, plural, time } from "./format.js";
import { lines, parse, textOf } from "./json.js";
import { load, save } from "./settings.js";
import { isWritable, READ_ONLY, store, useStore } from "./store.js";

const HISTORY = 20;
const SUGGESTIONS = 200;
const SHORTEST_INTERVAL = 0.1;
const EMPTY = {
  connection: "", topic: "", payload: "", format: "text", qos: 1, retain: false, contentType: "", responseTopic: "",
  correlationData: "", messageExpiryInterval: "", payloadIsText: false, userProperties: [],
};

export function Publish() {
  const { connections, status } = useStore("connections", "status", "draft");
  const [message, setMessage] = useState({ ...EMPTY, ...load("publish-history", [])[0] });
  const [history, setHistory] = useState(load("publish-history", []));
  const [result, setResult] = useState(null);
  const [seconds, setSeconds] = useState("5");
  const repeating = useRepeat();
  const writable = isWritable();
  const mistakes = findMistakes(message);
  const connection = connections.find(({ name }) => name === message.connection) ?? connections[0];
  const mqtt5 = connection?.protocolVersion !== "3.1.1";

  useEffect(() => {
    if (store.draft) {
      setMessage({ ...EMPTY, ...store.draft });
      store.draft = null;
    }
    if (store.focusDraft) {
      document.getElementById("publish-topic").focus();
      store.focusDraft = false;
    }
  });

  const set = (name, convert = (value) => value) => (event) => setMessage({ ...message, [name]: convert(event.currentTarget.value) });
  const check = (name) => (event) => setMessage({ ...message, [name]: event.currentTarget.checked });

  const send = async (content, repeated = false) => {
    try {
      const answer = await post("publish", {}, { ...content, connection: connection?.name });
      setResult((before) => ({ kind: "good", text: describe(answer, content), times: (repeated ? before?.times ?? 0 : 0) + 1 }));
      return true;
    }
    catch (error) {
      setResult({ kind: "bad", text: error.message });
      return false;
    }
  };
  const remember = () => {
    const same = JSON.stringify(message);
    const next = [message, ...history.filter((one) => JSON.stringify(one) !== same)].slice(0, HISTORY);
    setHistory(next);
    save("publish-history", next);
  };
  const publish = (event) => {
    event.preventDefault();
    if (writable && mistakes.length === 0) {
      setResult({ kind: "", text: "Waiting for the broker…" });
      remember();
      send(contentOf(message));
    }
    else if (mistakes.length > 0) {
      setResult({ kind: "bad", text: mistakes[0].text });
      document.getElementById("publish-" + mistakes[0].field)?.focus();
    }
  };
  const clearRetained = () => {
    setResult({ kind: "", text: "Waiting for the broker…" });
    send({ topic: message.topic, qos: message.qos, retain: true, text: null });
  };
  const toggleRepeat = () => {
    if (repeating.on) {
      repeating.stop();
      return;
    }
    remember();
    setResult(null);
    repeating.start(() => send(contentOf(message), true), Math.max(SHORTEST_INTERVAL, Number(seconds) || 1) * 1_000);
  };
  const pressed = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      publish(event);
    }
  };
  const mistakeOf = (field) => mistakes.find((mistake) => mistake.field === field && (field !== "topic" || message.topic))?.text;

  return html`
    <form class="publish" aria-label="Publish a message" onSubmit=${publish} onKeyDown=${pressed}>
      ${status && !writable && html`<p class="notice mild" id="publish-read-only">${READ_ONLY}</p>`}
      <fieldset disabled=${!writable} aria-describedby=${writable ? null : "publish-read-only"}>
        <legend class="hidden-text">Message</legend>
        ${connections.length > 1 && html`
          <div class="field"><label for="publish-connection">Connection</label>
            <select id="publish-connection" value=${connection?.name} onChange=${set("connection")}>
              ${connections.map(({ name }) => html`<option key=${name} value=${name}>${name}</option>`)}
            </select></div>`}
        <div class="field"><label for="publish-topic">Topic</label>
          <input type="text" id="publish-topic" class="mono" list="publish-topics" autocomplete="off" spellcheck=${false} placeholder="plants/1/commands"
            value=${message.topic} aria-invalid=${Boolean(mistakeOf("topic"))} aria-describedby="publish-topic-help" onInput=${set("topic")} />
          <datalist id="publish-topics">${suggestions().map((topic) => html`<option key=${topic} value=${topic} />`)}</datalist>
          <p id="publish-topic-help" class=${mistakeOf("topic") ? "mistake" : "help"}>${mistakeOf("topic") ?? "Levels are separated by “/”. Topics and filters that are known are suggested; put values in place of + and {…}."}</p></div>
        <div class="field"><span class="label-row"><label for="publish-payload">Payload</label>
            <span class="end">
              <select class="small" aria-label="Format of the payload" value=${message.format} onChange=${set("format")}>
                <option value="text">Text</option><option value="hex">Hex</option>
              </select>
              <button type="button" class="plain small" onClick=${() => setMessage({ ...message, payload: layOut(message.payload) })}
                disabled=${message.format !== "text" || !parse(message.payload)}>Lay out JSON</button>
            </span></span>
          <textarea id="publish-payload" class="mono" spellcheck=${false} rows="5" value=${message.payload}
            aria-invalid=${Boolean(mistakeOf("payload"))} onInput=${set("payload")}></textarea>
          ${mistakeOf("payload") && html`<p class="mistake">${mistakeOf("payload")}</p>`}</div>
        <div class="choices">
          <fieldset class="field"><legend>QoS</legend><div class="segments">
            ${[0, 1, 2].map((qos) => html`<label key=${qos}><input type="radio" name="qos" value=${qos} checked=${message.qos === qos}
              onChange=${set("qos", Number)} /><span>${qos}</span></label>`)}
          </div></fieldset>
          <label class="check"><input type="checkbox" name="retain" checked=${message.retain} onChange=${check("retain")} /> Retain</label>
        </div>
        <details open=${hasProperties(message)}>
          <summary>Properties${mqtt5 ? "" : " (left out with MQTT 3.1.1)"}</summary>
          <div class="pair-fields">
            <div class="field"><label for="publish-content-type">Content type</label>
              <input type="text" id="publish-content-type" list="publish-content-types" value=${message.contentType} onInput=${set("contentType")} />
              <datalist id="publish-content-types"><option value="application/json" /><option value="text/plain" /></datalist></div>
            <div class="field"><label for="publish-expiry">Expires after seconds</label>
              <input type="number" id="publish-expiry" min="0" max="4294967295" value=${message.messageExpiryInterval} onInput=${set("messageExpiryInterval")} /></div>
            <div class="field"><label for="publish-response-topic">Response topic</label>
              <input type="text" id="publish-response-topic" class="mono" value=${message.responseTopic} onInput=${set("responseTopic")} /></div>
            <div class="field"><label for="publish-correlation">Correlation data</label>
              <input type="text" id="publish-correlation" class="mono" value=${message.correlationData} onInput=${set("correlationData")} /></div>
          </div>
          <label class="check"><input type="checkbox" name="payload-is-text" checked=${message.payloadIsText} onChange=${check("payloadIsText")} /> Payload is UTF-8 text</label>
          <${UserProperties} properties=${message.userProperties} onChange=${(userProperties) => setMessage({ ...message, userProperties })} />
        </details>
        <div class="actions">
          <button type="submit" class="primary" disabled=${!writable || repeating.on}>Publish</button>
          <span class="repeat"><button type="button" aria-pressed=${repeating.on} disabled=${!writable || (mistakes.length > 0 && !repeating.on)} onClick=${toggleRepeat}>${repeating.on ? "Stop" : "Repeat"}</button>
            <label for="publish-interval">every</label> <input type="number" id="publish-interval" min=${SHORTEST_INTERVAL} step="any" value=${seconds}
              disabled=${!writable || repeating.on} onInput=${(event) => setSeconds(event.currentTarget.value)} /> s</span>
          <button type="button" class="clear-retained" disabled=${!writable || mistakes.some((mistake) => mistake.field === "topic")}
            title="Publish an empty retained message, so that the broker forgets the one it has for this topic" onClick=${clearRetained}>Clear retained</button>
        </div>
      </fieldset>
      <p class="result ${result?.kind ?? ""}" role="status">${result?.text}${result?.times > 1 ? ` (${count(result.times)} times)` : ""}</p>
      ${history.length > 0 && html`
        <section aria-labelledby="history-title" class="history">
          <div class="label-row"><h3 id="history-title">Published from this browser</h3>
            <button type="button" class="plain small" onClick=${() => {
              setHistory([]);
              save("publish-history", []);
            }}>Forget</button></div>
          <ul>${history.map((one) => html`
            <li key=${JSON.stringify(one)}><button type="button" class="plain" disabled=${!writable} onClick=${() => setMessage({ ...EMPTY, ...one })}>
              <span class="mono">${one.topic}</span> <span class="muted mono">${one.payload}</span></button></li>`)}</ul>
        </section>`}
    </form>`;
}

/**
 * Does something now and at intervals, but never while the last time is still under way. Ends when it fails.
 */
function useRepeat() {
  const [on, setOn] = useState(false);
  const running = useRef(null);
  const stop = () => {
    clearTimeout(running.current?.timer);
    running.current = null;
    setOn(false);
  };
  const start = (action, interval) => {
    const run = { timer: 0 };
    const repeat = async () => {
      const startedAt = performance.now();
      const succeeded = await action();
      if (running.current === run && !succeeded) {
        stop();
      }
      else if (running.current === run) {
        run.timer = setTimeout(repeat, Math.max(0, startedAt + interval - performance.now()));
      }
    };
    running.current = run;
    setOn(true);
    repeat();
  };
  useEffect(() => stop, []);
  return { on, start, stop };
}

function UserProperties({ properties, onChange }) {
  const change = (index, position, value) => onChange(properties.map((property, at) => (at === index)
    ? property.map((part, place) => (place === position) ? value : part) : property));
  return html`
    <fieldset class="field user-properties"><legend>User properties</legend>
      ${properties.map(([name, value], index) => html`
        <div key=${index}>
          <input type="text" class="mono" aria-label=${`Name of property ${index + 1}`} placeholder="name" value=${name} onInput=${(event) => change(index, 0, event.currentTarget.value)} />
          <input type="text" class="mono" aria-label=${`Value of property ${index + 1}`} placeholder="value" value=${value} onInput=${(event) => change(index, 1, event.currentTarget.value)} />
          <button type="button" class="plain icon" aria-label=${`Remove property ${index + 1}`} onClick=${() => onChange(properties.filter((one, at) => at !== index))}>×</button>
        </div>`)}
      <button type="button" class="small" onClick=${() => onChange([...properties, ["", ""]])}>Add a property</button>
    </fieldset>`;
}

function suggestions() {
  const topics = [...store.topics.leaves.values()].slice(0, SUGGESTIONS).map((node) => node.entry.topic);
  const filters = (store.listeners ?? []).flatMap((listener) => listener.filters);
  return [...new Set([...topics, ...filters])];
}

function findMistakes({ topic, payload, format }) {
  const mistakes = [];
  if (!topic) {
    mistakes.push({ field: "topic", text: "A message needs a topic." });
  }
  else if (/[+#{}]/.test(topic)) {
    mistakes.push({ field: "topic", text: "Put a value in place of + and {…}, and leave # out: a message has one topic." });
  }
  if (format === "hex" && (!/^[0-9a-f\s]*$/i.test(payload) || payload.replaceAll(/\s/g, "").length % 2 > 0)) {
    mistakes.push({ field: "payload", text: "Hex digits come in pairs from 00 to ff." });
  }
  return mistakes;
}

const hasProperties = (message) => Boolean(message.contentType || message.responseTopic || message.correlationData
  || message.messageExpiryInterval !== "" || message.payloadIsText || message.userProperties.length > 0);

function contentOf(message) {
  const hex = message.format === "hex";
  return {
    topic: message.topic,
    text: hex ? null : message.payload,
    base64: hex ? btoa((message.payload.match(/[0-9a-f]{2}/gi) ?? []).map((pair) => String.fromCharCode(parseInt(pair, 16))).join("")) : null,
    qos: message.qos,
    retain: message.retain,
    contentType: message.contentType || null,
    responseTopic: message.responseTopic || null,
    correlationData: message.correlationData ? base64(message.correlationData) : null,
    messageExpiryInterval: (message.messageExpiryInterval === "") ? null : Number(message.messageExpiryInterval),
    payloadIsText: message.payloadIsText,
    userProperties: message.userProperties.filter(([name]) => name),
  };
}

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

function describe(answer, content) {
  const nobody = (answer.code === 0x10) ? " Nobody has subscribed to it." : "";
  const at = time(Date.now(), false);
  if (content.retain && !content.text && !content.base64) {
    return `${at} The retained message of ${answer.topic} is cleared, after ${millis(answer.millis)}.`;
  }
  if (answer.qos === 0) {
    return `${at} Sent in ${millis(answer.millis)}. QoS 0 is not acknowledged.`;
  }
  return `${at} ${(answer.qos === 2) ? "Completed" : "Acknowledged"} in ${millis(answer.millis)}.${nobody}`;
}

const layOut = (text) => lines(text).map(textOf).join("\n");
