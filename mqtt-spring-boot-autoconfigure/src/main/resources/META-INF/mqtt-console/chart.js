// A line chart as wide as there is room, in the colours of the page.

import uPlot from "./lib/uplot.js";
import { html, useEffect, useLayoutEffect, useRef } from "./ui.js";
import { color, onChange } from "./theme.js";

const FONT = "12px system-ui, sans-serif";

/**
 * @param data columns of x in seconds and of y
 * @param options a function from a function that looks up colours to what uPlot is to know
 * @param tooltip text for the point of an index
 */
export function Chart({ data, options, height, label, tooltip }) {
  const element = useRef(null);
  const plot = useRef(null);
  const latest = useRef(null);
  const tip = useRef(null);
  latest.current = { data, options, tooltip };

  useLayoutEffect(() => {
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot(complete(latest.current.options(color), element.current.clientWidth, height, (index, left, offset) => {
        show(tip.current, index, left, offset, latest.current);
      }), latest.current.data, element.current);
    };
    draw();
    const observer = new ResizeObserver(() => {
      if (element.current.clientWidth !== plot.current.width) {
        plot.current.setSize({ width: element.current.clientWidth, height });
      }
    });
    observer.observe(element.current);
    const ignore = onChange(draw);
    return () => {
      ignore();
      observer.disconnect();
      plot.current.destroy();
    };
  }, []);

  useEffect(() => plot.current.setData(data));

  return html`<div class="plot" role="img" aria-label=${label}><div ref=${element}></div><span ref=${tip} class="tip number" hidden></span></div>`;
}

function show(tip, index, left, offset, { data, tooltip }) {
  const known = index != null && left >= 0 && data[0][index] !== undefined;
  tip.hidden = !known;
  if (known) {
    tip.textContent = tooltip(index);
    tip.style.left = Math.min(left + offset, tip.parentElement.clientWidth - tip.offsetWidth) + "px";
  }
}

function complete(options, width, height, hover) {
  const axis = { stroke: color("muted"), font: FONT, grid: { stroke: color("line"), width: 1 }, ticks: { show: false } };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    padding: [8, 8, 0, 0],
    ...options,
    axes: options.axes.map((one) => ({ ...axis, ...one })),
    hooks: { ...options.hooks, setCursor: [(plot) => hover(plot.cursor.idx, plot.cursor.left, plot.over.offsetLeft)] },
  };
}
