// How long the broker took to answer pings: fifteen minutes of it, with what was missed and when there was no connection.

import { html, useRef, useState } from "./ui.js";
import { post } from "./api.js";
import { Chart } from "./chart.js";
import { count, millis, plural, time } from "./format.js";
import { now, useStore } from "./store.js";

const WINDOW = 15 * 60;
const SHORTEST_WINDOW = 2 * 60;
const HEIGHT = 236;

export function Latency() {
  const { connections, pings, timelines, status } = useStore("pings", "connections", "status", "clock");
  const [chosen, choose] = useState(null);
  const [result, setResult] = useState(null);
  const connection = connections.find(({ name }) => name === chosen) ?? connections[0];
  const shown = (connection && pings.get(connection.name)) ?? [];
  const ping = connection?.ping;
  const connected = connection?.state === "connected";

  const pingNow = async () => {
    setResult({ text: "Waiting for the answer…" });
    try {
      const answer = await post("connections/ping", { name: connection.name });
      setResult({ text: `${answer.connection} answered in ${millis(answer.micros / 1_000)}`, kind: "good" });
    }
    catch (error) {
      setResult({ text: error.message, kind: "bad" });
    }
  };

  return html`
    <section class="panel latency" aria-labelledby="latency-title">
      <header>
        <h2 id="latency-title">Ping latency</h2>
        ${connections.length > 1 && html`
          <select class="narrow" aria-label="Connection" value=${connection.name} onChange=${(event) => choose(event.currentTarget.value)}>
            ${connections.map(({ name }) => html`<option key=${name} value=${name}>${name}</option>`)}
          </select>`}
        <div class="end">
          <span role="status" class="result ${result?.kind ?? ""}">${result?.text}</span>
          <button disabled=${!connected} title=${connected ? null : "There is no connection to ping."} onClick=${pingNow}>Ping now</button>
        </div>
      </header>
      ${ping && html`
        <dl class="figures">
          <${Figure} name="last" value=${inMillis(ping.lastMicros)} />
          <${Figure} name="median" mark="p50" value=${inMillis(ping.p50Micros)} />
          <${Figure} name="95 %" mark="p95" value=${inMillis(ping.p95Micros)} />
          <${Figure} name="maximum" value=${inMillis(ping.maximumMicros)} />
          <${Figure} name="missed" value=${count(ping.missed)} kind=${ping.missed > 0 ? "bad" : ""} />
        </dl>`}
      ${shown.length === 0
        ? html`<p class="empty"><strong>No ping yet</strong>
            ${status?.limits.pingIntervalMillis > 0
              ? `While this page is open, each connection is pinged every ${millis(status.limits.pingIntervalMillis)}.`
              : "“Ping now” sends one; others are sent by keep-alive when a connection is idle."}</p>`
        : html`<${LatencyChart} pings=${shown} segments=${timelines.get(connection.name) ?? []} ping=${ping} />`}
    </section>`;
}

const inMillis = (micros) => (micros == null) ? "–" : millis(micros / 1_000);

function Figure({ name, value, mark = "", kind = "" }) {
  return html`<div class=${mark}><dt>${name}</dt><dd class="number ${kind}">${value}</dd></div>`;
}

function LatencyChart({ pings, segments, ping }) {
  const details = useRef(null);
  const end = now() / 1_000;
  // A young application has little to show, and shows it large
  const first = Math.min(pings[0].time, segments[0]?.from ?? Infinity) / 1_000;
  const start = Math.max(end - WINDOW, Math.min(end - SHORTEST_WINDOW, first));
  const recent = pings.filter((one) => one.time / 1_000 >= start);
  details.current = {
    range: [start, end],
    missed: recent.filter((one) => one.missed).map((one) => one.time / 1_000),
    bands: bands(segments, start, end),
    p50: ping?.p50Micros,
    p95: ping?.p95Micros,
  };
  const data = columns(recent, details.current.bands);
  const options = (color) => {
    const [accent, warn, bad, soft] = ["accent", "warn", "bad", "bad-soft"].map(color);
    return {
      scales: {
        x: { range: () => details.current.range },
        // One slow ping would flatten all others
        y: { distr: 3, range: (plot, low, high) => [(low ?? 0.1) / 1.6, (high ?? 1) * 2] },
      },
      series: [{}, {
        stroke: accent, width: 1.75, fill: color("selected"), spanGaps: false, points: { size: 4, fill: accent },
      }],
      axes: [
        { values: (plot, splits) => splits.map((split) => time(split * 1_000, false).slice(0, 5)), size: 28 },
        {
          splits: (plot, axis, low, high) => divisions(low, high), filter: (plot, splits) => splits,
          values: (plot, splits) => splits.map((split) => Number(split.toPrecision(3)) + " ms"), size: 62,
        },
      ],
      hooks: {
        drawClear: [(plot) => drawBands(plot, details.current.bands, soft, bad)],
        draw: [(plot) => {
          drawLine(plot, details.current.p50, accent);
          drawLine(plot, details.current.p95, warn);
          drawMissed(plot, details.current.missed, bad);
        }],
      },
    };
  };
  const down = details.current.bands.length;
  return html`
    <figure class="chart">
      <${Chart} data=${data} options=${options} height=${HEIGHT} tooltip=${(index) => `${time(data[0][index] * 1_000, false)}  ${data[1][index] == null ? "none" : millis(data[1][index])}`}
        label=${`Ping latency of the last ${Math.round((end - start) / 60)} minutes: ${recent.length} pings, ${details.current.missed.length} missed, ${plural(down, "time")} without a connection`} />
      <figcaption>
        <span class="key line">latency</span><span class="key p50">median</span><span class="key p95">95 %</span>
        <span class="key missed">missed</span><span class="key down">not connected</span>
      </figcaption>
    </figure>`;
}

/**
 * Return round numbers in a range: each power of ten, and what is between if there are few.
 */
function divisions(low, high) {
  const steps = (high / low > 100) ? [1] : [1, 2, 5];
  const found = [];
  for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10) {
    found.push(...steps.map((step) => step * power).filter((value) => value >= low && value <= high));
  }
  return found;
}

/**
 * Return times and latencies, with a gap where there was no answer or no connection.
 */
function columns(pings, bands) {
  const points = [
    ...pings.map((one) => [one.time / 1_000, one.missed ? null : one.micros / 1_000]), ...bands.map(([from]) => [from, null]),
  ].sort((a, b) => a[0] - b[0]);
  return [points.map(([moment]) => moment), points.map(([, latency]) => latency)];
}

function bands(segments, start, end) {
  const found = [];
  segments.forEach((segment, index) => {
    const from = Math.max(start, segment.from / 1_000);
    const to = Math.min(end, (segments[index + 1]?.from ?? Infinity) / 1_000);
    if (segment.state !== "connected" && to > from) {
      const last = found[found.length - 1];
      if (last && last[1] >= from) {
        last[1] = to;
      }
      else {
        found.push([from, to]);
      }
    }
  });
  return found;
}

function drawBands(plot, bands, fill, edge) {
  const { ctx, bbox } = plot;
  ctx.save();
  for (const [from, to] of bands) {
    const left = plot.valToPos(from, "x", true);
    const width = Math.max(2, plot.valToPos(to, "x", true) - left);
    ctx.fillStyle = fill;
    ctx.fillRect(left, bbox.top, width, bbox.height);
    ctx.fillStyle = edge;
    ctx.fillRect(left, bbox.top + bbox.height - 3 * devicePixelRatio, width, 3 * devicePixelRatio);
  }
  ctx.restore();
}

function drawLine(plot, micros, color) {
  if (micros == null) {
    return;
  }
  const { ctx, bbox } = plot;
  const y = Math.round(plot.valToPos(micros / 1_000, "y", true)) + 0.5;
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.strokeStyle = color;
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

function drawMissed(plot, missed, color) {
  const { ctx, bbox } = plot;
  const size = 4 * devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.lineWidth = 2 * devicePixelRatio;
  for (const moment of missed) {
    const x = plot.valToPos(moment, "x", true);
    const y = bbox.top + size * 2;
    ctx.beginPath();
    ctx.moveTo(x - size, y - size);
    ctx.lineTo(x + size, y + size);
    ctx.moveTo(x + size, y - size);
    ctx.lineTo(x - size, y + size);
    ctx.moveTo(x, y + size * 1.5);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}
