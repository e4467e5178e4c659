// The listeners of the application, how they do, and a button for each to pause it.

import { html, useState } from "./ui.js";
import { post } from "./api.js";
import { Granted } from "./connections.js";
import { count, millis, rate, time } from "./format.js";
import { isWritable, READ_ONLY, useStore } from "./store.js";

export function Listeners() {
  const { listeners, connections } = useStore("listeners", "connections", "status");
  const [mistake, setMistake] = useState(null);
  const several = connections.length > 1;
  return html`
    <section class="panel listeners" aria-labelledby="listeners-title">
      <header>
        <h2 id="listeners-title">Listeners</h2>
        <span class="muted number">${count(listeners?.length ?? 0)}</span>
        ${!isWritable() && listeners?.length > 0 && html`<span class="muted end" id="listeners-read-only">Pausing needs <code>mqtt.console.writable=true</code></span>`}
      </header>
      ${mistake && html`<p class="notice" role="alert">${mistake}</p>`}
      ${!listeners?.length
        ? html`<p class="empty"><strong>No listener</strong>Give a method of a bean <code>@MqttListener("plants/+/state")</code>, and it is called with each message that matches.</p>`
        : html`
          <div class="table-scroller">
            <table>
              <thead><tr>
                <th scope="col">Listener</th><th scope="col">Topic filters</th><th scope="col" class="right">Rate</th><th scope="col" class="right">Handled</th>
                <th scope="col" class="right">Average</th><th scope="col" class="right">Maximum</th><th scope="col" class="right">Waiting</th>
                <th scope="col">Errors</th><th scope="col"><span class="hidden-text">Actions</span></th>
              </tr></thead>
              <tbody>${listeners.map((listener) => html`
                <${Listener} key=${listener.id} listener=${listener} several=${several} connections=${connections} onMistake=${setMistake} />`)}</tbody>
            </table>
          </div>`}
    </section>`;
}

function Listener({ listener, several, connections, onMistake }) {
  const [busy, setBusy] = useState(false);
  const action = listener.paused ? "resume" : "pause";
  const change = async () => {
    setBusy(true);
    onMistake(null);
    try {
      await post("listeners/" + action, { id: listener.id });
    }
    catch (error) {
      onMistake(error.message);
    }
    finally {
      setBusy(false);
    }
  };
  return html`
    <tr data-listener=${listener.id}>
      <th scope="row"><span class="name">${listener.id}</span> <${State} listener=${listener} />
        ${several && listener.connection && html`<span class="muted block">${listener.connection}</span>`}</th>
      <td data-label="Topic filters"><ul class="subscriptions">${listener.filters.map((filter) => html`
        <${Filter} key=${filter} filter=${filter} connection=${connections.find(({ name }) => name === listener.connection)} />`)}</ul></td>
      <td class="right number" data-label="Rate">${rate(listener.rate)}</td>
      <td class="right number" data-label="Handled">${count(listener.handled)}</td>
      <td class="right number" data-label="Average">${millis(listener.averageMillis)}</td>
      <td class="right number" data-label="Maximum">${millis(listener.maximumMillis)}</td>
      <td class="right number" data-label="Waiting">${count(listener.waiting)}</td>
      <td data-label="Errors"><${Errors} listener=${listener} /></td>
      <td class="action"><button disabled=${!isWritable() || !listener.running || busy} title=${isWritable() ? null : READ_ONLY}
        aria-describedby=${isWritable() ? null : "listeners-read-only"} aria-label=${`${listener.paused ? "Resume" : "Pause"} ${listener.id}`} onClick=${change}>${listener.paused ? "Resume" : "Pause"}</button></td>
    </tr>`;
}

function State({ listener }) {
  if (!listener.running) {
    return html`<span class="badge bad">stopped</span>`;
  }
  if (listener.paused) {
    return html`<span class="badge warn">${listener.resting ? "paused" : "pausing"}</span>`;
  }
  return listener.stuck > 0 && html`<span class="badge bad">stuck</span>`;
}

function Filter({ filter, connection }) {
  const subscription = connection?.subscriptions.find((one) => one.filter === filter);
  const shared = /^\$share\/([^/]+)\/(.*)$/.exec(filter);
  return html`<li><code>${shared ? shared[2] : filter}</code>
    ${shared && html` <span class="badge accent">group ${shared[1]}</span>`}
    ${subscription && html` <${Granted} subscription=${subscription} />`}</li>`;
}

const ERRORS = [
  ["failures", "failed", "bad"], ["retries", "repeated", "warn"], ["recovered", "recovered", "warn"],
  ["discarded", "discarded", "bad"], ["filtered", "filtered", ""],
];

function Errors({ listener }) {
  const shown = ERRORS.filter(([name]) => listener[name] > 0);
  return html`
    ${shown.length === 0 && !listener.lastError && html`<span class="muted">none</span>`}
    <span class="badges">${shown.map(([name, text, kind]) => html`<span key=${name} class="badge ${kind}">${count(listener[name])} ${text}</span>`)}</span>
    ${listener.lastError && html`<span class="last-error"><span class="muted number">${time(listener.lastError.time, false)}</span> ${listener.lastError.text}</span>`}`;
}
