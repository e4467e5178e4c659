// What is different between two lists of lines.

// Beyond that nobody waits for the best answer
const MAXIMUM_CELLS = 4_000_000;

/**
 * Return the lines of both with a sign each: "+" only in the new one, "-" only in the old one, " " in both.
 */
export function difference(before, after) {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) {
    start++;
  }
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) {
    end++;
  }
  return [
    ...signed(" ", after.slice(0, start)),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...signed(" ", after.slice(after.length - end)),
  ];
}

const signed = (sign, lines) => lines.map((text) => ({ sign, text }));

function middle(before, after) {
  if (before.length * after.length > MAXIMUM_CELLS) {
    return [...signed("-", before), ...signed("+", after)];
  }
  // Length of the longest common subsequence from each pair of positions on
  const width = after.length + 1;
  const common = new Uint16Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i * width + j] = (before[i] === after[j]) ? common[(i + 1) * width + j + 1] + 1
        : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  const result = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      result.push({ sign: " ", text: after[j] });
      i++;
      j++;
    }
    else if (j >= after.length || (i < before.length && common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      result.push({ sign: "-", text: before[i++] });
    }
    else {
      result.push({ sign: "+", text: after[j++] });
    }
  }
  return result;
}
