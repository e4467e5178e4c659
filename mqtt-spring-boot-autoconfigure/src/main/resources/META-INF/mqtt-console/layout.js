// How much room there is.

import { useEffect, useState } from "./ui.js";

const narrow = matchMedia("(max-width: 44rem)");

export function useNarrow() {
  const [is, setIs] = useState(narrow.matches);
  useEffect(() => {
    const tell = () => setIs(narrow.matches);
    narrow.addEventListener("change", tell);
    return () => narrow.removeEventListener("change", tell);
  }, []);
  return is;
}

/**
 * Return how high the rows of a list are, in pixels, for what is given in units of the text's size.
 */
export function useRowHeight(wide, whenNarrow) {
  const size = parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Math.round((useNarrow() ? whenNarrow : wide) * size);
}
