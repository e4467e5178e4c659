// Shows the visible rows of a long list only, so that a thousand rows cost as much as thirty.

import { html, useLayoutEffect, useRef, useState } from "./ui.js";

const OVERSCAN = 6;

/**
 * @param rowHeight in pixels, the same for all rows
 * @param keyOf a function from an index to what identifies the row
 * @param row a function from an index and a style to the row
 * @param active index of the row that is there even if it is out of sight, or -1
 * @param reveals whether a row that becomes the active one is brought into sight
 * @param anchored whether what is being read stays where it is when rows are added at the top
 * @param attributes what else the scrolling element is to have
 */
export function VirtualList({ count, rowHeight, keyOf, row, active = -1, reveals = true, anchored = false, ...attributes }) {
  const element = useRef(null);
  const [view, setView] = useState({ top: 0, height: 400 });
  const first = useRef(null);

  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setView(measure(entry.target)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);

  // Rows that come at the top must not push away what is being read
  useLayoutEffect(() => {
    const key = (count > 0) ? keyOf(0) : null;
    const scroller = element.current;
    if (anchored && scroller.scrollTop > rowHeight / 2 && first.current !== null && key !== first.current) {
      let added = 0;
      while (added < count && keyOf(added) !== first.current) {
        added++;
      }
      if (added < count) {
        scroller.scrollTop += added * rowHeight;
      }
    }
    first.current = key;
  });

  useLayoutEffect(() => {
    if (active >= 0 && reveals) {
      reveal(element.current, active, rowHeight);
    }
  }, [reveals && active >= 0 && active < count ? keyOf(active) : null]);

  const from = Math.max(0, Math.floor(view.top / rowHeight) - OVERSCAN);
  const to = Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + OVERSCAN);
  const rows = [];
  if (active >= 0 && active < from) {
    rows.push(row(active, { top: active * rowHeight + "px" }));
  }
  for (let index = from; index < to; index++) {
    rows.push(row(index, { top: index * rowHeight + "px" }));
  }
  if (active >= to && active < count) {
    rows.push(row(active, { top: active * rowHeight + "px" }));
  }
  return html`
    <div ref=${element} ...${attributes} onScroll=${(event) => setView(measure(event.currentTarget))}>
      <div class="rows" role="presentation" style=${{ height: count * rowHeight + "px" }}>${rows}</div>
    </div>`;
}

const measure = (scroller) => ({ top: scroller.scrollTop, height: scroller.clientHeight });

function reveal(scroller, index, rowHeight) {
  const top = index * rowHeight;
  if (top < scroller.scrollTop) {
    scroller.scrollTop = top;
  }
  else if (top + rowHeight > scroller.scrollTop + scroller.clientHeight) {
    scroller.scrollTop = top + rowHeight - scroller.clientHeight;
  }
}
