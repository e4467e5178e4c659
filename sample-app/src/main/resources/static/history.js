// The chart of the readings that the database has kept.

import uPlot from "./webjars/uplot/dist/uPlot.esm.js";
import { element, timeOfDay } from "./page.js";

const INTERVAL = 2_000;
const HEIGHT = 300;

const dark = matchMedia("(prefers-color-scheme: dark)");

let machine;
let chart;
let timer;

export function showHistoryOf(id) {
  machine = id;
  refresh();
}

async function refresh() {
  clearTimeout(timer);
  const asked = machine;
  try {
    const answer = await fetch(`api/machines/${encodeURIComponent(asked.plant)}/${encodeURIComponent(asked.machine)}/history`);
    if (answer.ok && asked === machine) {
      const history = await answer.json();
      show(history, asked);
    }
  } catch {
    // The page says elsewhere that the application is away
  }
  if (asked === machine) {
    clearTimeout(timer);
    timer = setTimeout(refresh, INTERVAL);
  }
}

function show(history, { plant, machine: name }) {
  const empty = history.times.length === 0;
  element("history-empty").hidden = !empty;
  element("chart").hidden = empty;
  if (empty) {
    return;
  }
  chart ??= createChart();
  chart.setData([history.times, history.celsius]);
  const last = history.celsius.at(-1).toFixed(1);
  const low = Math.min(...history.celsius).toFixed(1);
  const high = Math.max(...history.celsius).toFixed(1);
  element("chart").setAttribute("aria-label",
    `${history.times.length} temperatures of ${name} in plant ${plant}: ${low} °C to ${high} °C, now ${last} °C`);
}

function createChart() {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const axis = { stroke: colour("--muted"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line") } };
  return new uPlot({
    width: element("chart").clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { drag: { x: false, y: false } },
    scales: { y: { range: (_, low, high) => [Math.min(50, low - 2), Math.max(100, high + 2)] } },
    axes: [{ ...axis, space: 90, values: (_, ticks) => ticks.map((tick) => timeOfDay(tick * 1_000)) }, { ...axis, size: 44, values: (_, ticks) => ticks.map((tick) => `${tick}°`) }],
    series: [{}, { label: "°C", stroke: colour("--accent"), width: 2, points: { show: false } }],
  }, [[], []], element("chart"));
}

new ResizeObserver(() => {
  const width = element("chart").clientWidth;
  if (chart && width > 0) {
    chart.setSize({ width, height: HEIGHT });
  }
}).observe(element("chart"));

dark.addEventListener("change", () => {
  chart?.destroy();
  chart = undefined;
  if (machine) {
    refresh();
  }
});
