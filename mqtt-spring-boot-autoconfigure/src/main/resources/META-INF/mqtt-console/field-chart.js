// A number in the payloads of a topic, over the messages that are kept.

import { html, useEffect, useState } from "./ui.js";
import { get } from "./api.js";
import { Chart } from "./chart.js";
import { number, plural, time } from "./format.js";
import { numbers } from "./json.js";

export function FieldChart({ detail, value }) {
  const pointers = numbers(value);
  const [wanted, want] = useState(null);
  const [values, setValues] = useState(null);
  const pointer = pointers.includes(wanted) ? wanted : pointers[0];

  useEffect(() => {
    let current = true;
    if (pointer !== undefined) {
      get("values", { pointer, connection: detail.connection, topic: detail.topic })
        .then((answer) => current && setValues(answer.values), () => current && setValues([]));
    }
    return () => {
      current = false;
    };
  }, [pointer, detail.id]);

  if (pointer === undefined) {
    return html`<p class="muted">This payload has no number.</p>`;
  }
  const data = values && [values.map((one) => one.time / 1_000), values.map((one) => one.value)];
  return html`
    <div class="field-chart">
      ${pointers.length > 1 && html`
        <select class="mono" aria-label="Field" value=${pointer} onChange=${(event) => want(event.currentTarget.value)}>
          ${pointers.map((one) => html`<option key=${one} value=${one}>${one}</option>`)}
        </select>`}
      ${values && html`<${Values} key=${pointer} pointer=${pointer} data=${data} />`}
    </div>`;
}

function Values({ pointer, data }) {
  const options = (color) => ({
    series: [{}, { stroke: color("accent"), width: 1.75, points: { size: 4, fill: color("accent") } }],
    axes: [{ values: (plot, splits) => splits.map((split) => time(split * 1_000, false)), space: 72, size: 28 }, { size: 52 }],
  });
  const [times, values] = data;
  const label = values.length === 0 ? "No values"
    : `${pointer || "Payload"}: ${plural(values.length, "value")} from ${number(min(values))} to ${number(max(values))}, the last one ${number(values.at(-1))}`;
  return html`
    <${Chart} data=${data} options=${options} height=${180} label=${label} tooltip=${(index) => `${time(times[index] * 1_000)}  ${number(values[index])}`} />
    <p class="muted number">${label}</p>`;
}

const min = (values) => values.reduce((a, b) => Math.min(a, b));

const max = (values) => values.reduce((a, b) => Math.max(a, b));
