// A card for each connection: how it is, what was agreed on, and how it was in the last minutes.

import { html } from "./ui.js";
import { bytes, count, duration, millis, plural, rate, time } from "./format.js";
import { now, useStore } from "./store.js";

const WINDOW = 15 * 60_000;
const HISTORY = 12;

const KINDS = { connected: "good", connecting: "warn", reconnecting: "warn", disconnected: "bad", closed: "bad" };
const LABELS = {
  connected: "Connected", connecting: "Connecting", reconnecting: "Reconnecting", disconnected: "Disconnected",
  closed: "Closed",
};
const INITIATORS = {
  client: "by this application", server: "by the broker", network: "by the network", timeout: "after a time-out",
};

// What should be zero, and what it means if it is not
const TROUBLES = [
  ["publishFailures", "message not published", "messages not published"],
  ["messagesDroppedFromOutbox", "message dropped by a full outbox", "messages dropped by a full outbox"],
  ["messagesExpired", "message expired before it was sent", "messages expired before they were sent"],
  ["messagesDropped", "message dropped by a full inbox", "messages dropped by a full inbox"],
  ["messagesUnmatched", "message without a handler", "messages without a handler"],
  ["handlerFailures", "message whose handler failed", "messages whose handler failed"],
  ["receiveStalls", "stall of receiving", "stalls of receiving"],
  ["handlersStuck", "handler stuck", "handlers stuck"],
  ["pingTimeouts", "ping time-out", "ping time-outs"],
];

export function Connections() {
  const { connections, timelines, feed } = useStore("connections", "clock", "feed");
  if (connections.length === 0) {
    return html`
      <div class="panel"><p class="empty">
        ${feed.state === "live" ? html`
          <strong>No connection yet</strong>
          Set <code>mqtt.url</code>, for example to <code>mqtt://localhost:1883</code>, and start the application again.`
          : html`<strong>Waiting for the application</strong>`}
      </p></div>`;
  }
  return html`
    <ul class="cards">
      ${connections.map((connection) => html`
        <${Card} key=${connection.name} connection=${connection} segments=${timelines.get(connection.name) ?? []} />`)}
    </ul>`;
}

function Card({ connection, segments }) {
  const kind = KINDS[connection.state];
  const connected = connection.state === "connected";
  const age = now() - connection.since;
  return html`
    <li class="panel card" data-connection=${connection.name}>
      <header>
        <span class="dot ${kind}"></span>
        <h3>${connection.name}</h3>
        <span class="badge ${kind} state">${LABELS[connection.state]}</span>
        <span class="muted end number">${connected ? "up " : "for "}${duration(age)}</span>
      </header>
      <p class="address mono">${connection.server ?? connection.url}</p>
      <${Timeline} segments=${segments} />
      ${!connected && connection.lastFailure && html`
        <p class="reason bad">${connection.lastFailure.text}
          ${connection.nextAttemptAt && html` <span class="muted">Next attempt in ${duration(connection.nextAttemptAt - now() + 999)}.</span>`}
        </p>`}
      <dl class="facts">
        <${Fact} name="Received" value=${rate(connection.rates.received)} more=${count(connection.statistics.messagesReceived)} />
        <${Fact} name="Published" value=${rate(connection.rates.published)} more=${count(connection.statistics.messagesPublished)} />
        <${Fact} name="Ping" value=${connection.ping.lastMicros == null ? "–" : millis(connection.ping.lastMicros / 1_000)} />
        <${Fact} name="Inbox" value=${plural(connection.inbox, "message")}
          more=${connection.unacknowledged > 0 ? `${count(connection.unacknowledged)} unacknowledged, ${duration(connection.oldestUnacknowledgedMillis)}` : null} />
        <${Fact} name="Outbox" value=${plural(connection.outbox.messages, "message")}
          more=${connection.outbox.messages > 0 ? `${bytes(connection.outbox.bytes)}, ${duration(connection.outbox.oldestAgeMillis)} old` : null} />
        <${Fact} name="In flight" value=${count(connection.inFlight)} more=${connection.inFlightLimit > 0 ? "of " + count(connection.inFlightLimit) : null} />
        <${Fact} name="Bytes received" value=${bytes(connection.bytesReceived)} />
        <${Fact} name="Bytes sent" value=${bytes(connection.bytesSent)} />
        <${Fact} name="Reconnects" value=${count(connection.reconnects)} />
      </dl>
      <${Troubles} statistics=${connection.statistics} />
      <details>
        <summary>Session and limits</summary>
        <dl class="pairs">
          <${Pair} name="Protocol" value=${connection.protocolVersion && "MQTT " + connection.protocolVersion} />
          <${Pair} name="Client identifier" value=${connection.clientId || "assigned by the broker"} code />
          <${Pair} name="Session" value=${sessionText(connection)} />
          <${Pair} name="Keep alive" value=${keepAlive(connection.keepAliveSeconds)} />
          ${connection.limits && html`<${Limits} limits=${connection.limits} />`}
          <${Pair} name="Last disconnect" value=${disconnectText(connection.lastDisconnect)} />
        </dl>
      </details>
      <details>
        <summary>${plural(connection.subscriptions.length, "subscription")}</summary>
        ${connection.subscriptions.length === 0
          ? html`<p class="muted">Nothing is subscribed. A method with <code>@MqttListener</code> is how to begin.</p>`
          : html`<ul class="subscriptions">${connection.subscriptions.map((subscription) => html`
              <li key=${subscription.filter}><code>${subscription.filter}</code> <${Granted} subscription=${subscription} /></li>`)}</ul>`}
      </details>
      <details>
        <summary>History</summary>
        <ol class="history">
          ${segments.slice(-HISTORY).reverse().map((segment) => html`
            <li key=${segment.id}><span class="dot ${KINDS[segment.state]}"></span>
              <span><span class="number muted">${time(segment.from, false)}</span> ${segment.text || LABELS[segment.state]}</span></li>`)}
        </ol>
      </details>
    </li>`;
}

function Timeline({ segments }) {
  const end = now();
  const start = end - WINDOW;
  const shown = [];
  for (let i = 0; i < segments.length; i++) {
    const until = segments[i + 1]?.from ?? end;
    if (until > start) {
      shown.push({ ...segments[i], from: Math.max(start, segments[i].from), until });
    }
  }
  const connected = shown.filter((segment) => segment.state === "connected");
  const known = shown.reduce((sum, segment) => sum + segment.until - segment.from, 0);
  const up = connected.reduce((sum, segment) => sum + segment.until - segment.from, 0);
  const percent = known > 0 ? Math.floor(up / known * 1_000) / 10 : 0;
  return html`
    <div class="timeline">
      <svg viewBox="0 0 900 10" preserveAspectRatio="none" role="img" aria-label="Last 15 minutes: connected ${percent} % of the known time">
        <rect class="unknown" width="900" height="10" />
        ${shown.map((segment) => html`
          <rect key=${segment.id} class=${KINDS[segment.state]} x=${(segment.from - start) / 1_000} height="10"
              width=${Math.max(1.5, (segment.until - segment.from) / 1_000)}>
            <title>${time(segment.from, false)} ${LABELS[segment.state]}, ${duration(segment.until - segment.from)}</title>
          </rect>`)}
      </svg>
      <span class="muted">−15 min</span><span class="muted">${percent} % connected</span><span class="muted">now</span>
    </div>`;
}

function Fact({ name, value, more }) {
  return html`<div><dt>${name}</dt><dd class="number">${value}${more && html` <small>${more}</small>`}</dd></div>`;
}

function Pair({ name, value, code }) {
  return html`<div><dt>${name}</dt><dd>${value == null ? "–" : code ? html`<code>${value}</code>` : value}</dd></div>`;
}

function Troubles({ statistics }) {
  const troubles = TROUBLES.filter(([name]) => statistics[name] > 0);
  return troubles.length > 0 && html`
    <ul class="troubles" aria-label="What went wrong since the start">
      ${troubles.map(([name, one, many]) => html`<li key=${name} class="badge warn">${plural(statistics[name], one, many)}</li>`)}
    </ul>`;
}

function Limits({ limits }) {
  const missing = [
    [limits.retainAvailable, "retained messages"],
    [limits.wildcardSubscriptionAvailable, "wildcards"],
    [limits.subscriptionIdentifierAvailable, "subscription identifiers"],
    [limits.sharedSubscriptionAvailable, "shared subscriptions"],
  ].filter(([available]) => !available).map(([, name]) => name);
  return [
    html`<${Pair} name="Unacknowledged at a time" value=${count(limits.receiveMaximum)} />`,
    html`<${Pair} name="Highest QoS" value=${String(limits.maximumQos)} />`,
    html`<${Pair} name="Largest packet" value=${bytes(limits.maximumPacketSize)} />`,
    html`<${Pair} name="Topic aliases" value=${count(limits.topicAliasMaximum)} />`,
    missing.length > 0 && html`<${Pair} name="Not available" value=${missing.join(", ")} />`,
  ];
}

export function Granted({ subscription }) {
  if (subscription.state === "refused") {
    return html`<span class="badge bad">refused: ${(subscription.reason ?? "").replaceAll("-", " ")}</span>`;
  }
  if (subscription.state === "pending") {
    return html`<span class="badge warn">pending</span>`;
  }
  return (subscription.grantedQos < subscription.qos)
    ? html`<span class="badge warn">QoS ${subscription.grantedQos} of ${subscription.qos}</span>`
    : html`<span class="badge">QoS ${subscription.grantedQos}</span>`;
}

function sessionText(connection) {
  if (connection.sessionPresent == null) {
    return null;
  }
  const expiry = connection.sessionExpirySeconds;
  return (connection.sessionPresent ? "continued" : "new") + ", "
    + (expiry > 0 ? "kept for " + duration(expiry * 1_000) : "ends with the connection");
}

const keepAlive = (seconds) => (seconds == null) ? null : (seconds === 0) ? "off" : duration(seconds * 1_000);

function disconnectText(disconnect) {
  return disconnect && `${time(disconnect.time, false)} ${INITIATORS[disconnect.initiator] ?? ""}: ${disconnect.text}`;
}
