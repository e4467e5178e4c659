// JSON laid out in lines without changing a character of its values: large numbers stay as they were sent.

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[[\]{}:,]/g;
const MAXIMUM_DEPTH = 100;
const MAXIMUM_POINTERS = 50;

export function parse(text) {
  try {
    return { value: JSON.parse(text) };
  }
  catch {
    return null;
  }
}

/**
 * Return the lines of a valid JSON text, each a list of tokens with their kind.
 */
export function lines(text) {
  const result = [];
  let line = [];
  let depth = 0;
  const indent = () => ({ kind: "space", text: "  ".repeat(Math.min(depth, MAXIMUM_DEPTH)) });
  const next = () => {
    result.push(line);
    line = [indent()];
  };
  const tokens = text.match(TOKEN) ?? [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === "{" || token === "[") {
      line.push({ kind: "mark", text: token });
      if (tokens[i + 1] === "}" || tokens[i + 1] === "]") {
        line.push({ kind: "mark", text: tokens[++i] });
      }
      else {
        depth++;
        next();
      }
    }
    else if (token === "}" || token === "]") {
      depth--;
      next();
      line.push({ kind: "mark", text: token });
    }
    else if (token === ",") {
      line.push({ kind: "mark", text: token });
      next();
    }
    else if (token === ":") {
      line.push({ kind: "mark", text: ": " });
    }
    else {
      line.push({ kind: kindOf(token, tokens[i + 1]), text: token });
    }
  }
  result.push(line);
  return result;
}

function kindOf(token, next) {
  if (token.startsWith('"')) {
    return (next === ":") ? "name" : "string";
  }
  return /^[tfn]/.test(token) ? "literal" : "number";
}

export const textOf = (line) => line.map((token) => token.text).join("");

/**
 * Return the JSON pointers (RFC 6901) of the numbers in a value.
 */
export function numbers(value) {
  const pointers = [];
  const visit = (part, pointer, depth) => {
    if (pointers.length >= MAXIMUM_POINTERS || depth > MAXIMUM_DEPTH) {
      return;
    }
    if (typeof part === "number") {
      pointers.push(pointer);
    }
    else if (part && typeof part === "object") {
      for (const [name, child] of Object.entries(part)) {
        visit(child, pointer + "/" + name.replaceAll("~", "~0").replaceAll("/", "~1"), depth + 1);
      }
    }
  };
  visit(value, "", 0);
  return pointers;
}
