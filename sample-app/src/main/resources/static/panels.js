// The parts that are sent as a whole whenever they have changed.

import { copyOf, element, showList, timeOfDay } from "./page.js";

const KINDS = {
  FAILED: { text: "attempt failed", tone: "bad" },
  RECOVERED: { text: "recovered", tone: "good" },
  DEAD_LETTER: { text: "dead letter", tone: "bad" },
};

export function showIncidents(incidents) {
  showList("incidents", incidents, (incident) => {
    const item = copyOf("incident");
    const kind = KINDS[incident.kind];
    item.querySelector(".badge").textContent = kind.text;
    item.querySelector(".badge").classList.add(kind.tone);
    item.querySelector("time").textContent = timeOfDay(incident.time);
    item.querySelector("time").dateTime = incident.time;
    item.querySelector(".text").textContent = incident.text;
    item.querySelector(".topic").textContent = incident.topic;
    return item;
  });
}

export function showAnalysis(counts) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  showList("analysis", total > 0 ? Object.entries(counts) : [], ([instance, count]) => {
    const item = copyOf("share");
    const text = `${count.toLocaleString("en")} (${Math.round((100 * count) / total)} %)`;
    item.querySelector("dt").textContent = instance;
    item.querySelector("meter").max = total;
    item.querySelector("meter").value = count;
    item.querySelector("meter").setAttribute("aria-label", `Share of ${instance}`);
    item.querySelector("span").textContent = text;
    return item;
  });
}

export function showCloud(reports) {
  showList("cloud", [...reports].reverse(), ({ plant, summary }) => {
    const item = copyOf("report");
    const offline = summary.offline > 0 ? `, ${summary.offline} offline` : "";
    item.querySelector("h3").textContent = `Plant ${plant}`;
    item.querySelector(".text").textContent =
      `${summary.machines} machines${offline}, ${summary.averageCelsius.toFixed(1)} °C on average. `
      + `The hottest is ${summary.hottest} with ${summary.hottestCelsius.toFixed(1)} °C.`;
    item.querySelector(".age").textContent = `Reported at ${timeOfDay(summary.time)}`;
    return item;
  });
}

export function showTraces(traces) {
  showList("traces", traces, (trace) => {
    const item = copyOf("trace");
    item.querySelector("h3").textContent = `Trace ${trace.id}`;
    item.querySelector("ol").replaceChildren(...spansOf(trace));
    return item;
  });
}

function spansOf(trace) {
  const start = Math.min(...trace.spans.map((span) => Date.parse(span.start)));
  const end = Math.max(...trace.spans.map((span) => Date.parse(span.start) + span.micros / 1_000));
  const scale = 100 / Math.max(0.1, end - start);
  return trace.spans.map((span) => {
    const item = copyOf("span");
    const bar = item.querySelector("rect");
    item.classList.add(`depth-${depthOf(span, trace.spans)}`);
    item.querySelector(".name").append(...breakable(span.name));
    item.querySelector(".duration").textContent = `${(span.micros / 1_000).toFixed(1)} ms`;
    bar.setAttribute("x", Math.min(99, (Date.parse(span.start) - start) * scale));
    bar.setAttribute("width", Math.max(1, (span.micros / 1_000) * scale));
    if (span.kind) {
      bar.classList.add(span.kind);
    }
    return item;
  });
}

// A long topic template may be broken after each of its levels
function breakable(name) {
  return name.split(/(?<=\/)/).flatMap((level) => [level, document.createElement("wbr")]);
}

function depthOf(span, spans, limit = 4) {
  const parent = limit > 0 && spans.find((other) => other.id === span.parentId);
  return parent ? 1 + depthOf(parent, spans, limit - 1) : 0;
}
