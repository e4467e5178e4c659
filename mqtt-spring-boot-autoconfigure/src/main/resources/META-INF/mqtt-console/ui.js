// The one place that knows which library draws the page.

export {
  html, render, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState,
} from "./lib/preact.js";
