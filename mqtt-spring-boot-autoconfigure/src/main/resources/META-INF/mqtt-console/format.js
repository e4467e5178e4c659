// How numbers, times and bytes are written. Everything here returns text.

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

const counts = new Intl.NumberFormat("en-GB");
const decimals = [0, 1, 2].map((digits) => new Intl.NumberFormat("en-GB",
  { minimumFractionDigits: digits, maximumFractionDigits: digits }));

const pad = (number, digits = 2) => String(number).padStart(digits, "0");

// Three significant digits are as many as anybody compares
function significant(value) {
  return decimals[value < 10 ? 2 : value < 100 ? 1 : 0].format(value);
}

export const count = (value) => (value == null) ? "–" : counts.format(value);

export function number(value) {
  return (value == null) ? "–" : Number.isInteger(value) ? count(value) : String(Number(value.toPrecision(6)));
}

export function rate(perSecond) {
  if (!perSecond) {
    return "0/s";
  }
  return (perSecond < 0.1) ? "< 0.1/s" : decimals[perSecond < 10 ? 1 : 0].format(perSecond) + "/s";
}

export function bytes(size) {
  if (size == null) {
    return "–";
  }
  if (size < 1_000) {
    return size + " B";
  }
  if (size < 1_000_000) {
    return significant(size / 1_000) + " kB";
  }
  return (size < 1_000_000_000) ? significant(size / 1_000_000) + " MB" : significant(size / 1_000_000_000) + " GB";
}

export function millis(value) {
  if (value == null) {
    return "–";
  }
  if (value < 1_000) {
    return significant(value) + " ms";
  }
  return (value < MINUTE) ? significant(value / 1_000) + " s" : duration(value);
}

export function duration(value) {
  if (value == null) {
    return "–";
  }
  if (value < MINUTE) {
    return Math.max(0, Math.floor(value / 1_000)) + " s";
  }
  if (value < HOUR) {
    return Math.floor(value / MINUTE) + " min " + Math.floor(value % MINUTE / 1_000) + " s";
  }
  if (value < DAY) {
    return Math.floor(value / HOUR) + " h " + Math.floor(value % HOUR / MINUTE) + " min";
  }
  return Math.floor(value / DAY) + " d " + Math.floor(value % DAY / HOUR) + " h";
}

export function time(instant, withMillis = true) {
  const date = new Date(instant);
  const text = pad(date.getHours()) + ":" + pad(date.getMinutes()) + ":" + pad(date.getSeconds());
  return withMillis ? text + "." + pad(date.getMilliseconds(), 3) : text;
}

export function delta(value) {
  return (value == null) ? "" : "+" + ((value < 1) ? "0 ms" : (value < 1_000) ? Math.round(value) + " ms" : millis(value));
}

export function plural(amount, one, many = one + "s") {
  return count(amount) + " " + ((amount === 1) ? one : many);
}

/**
 * Return the bytes of a text in Base64.
 */
export const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

export const hex = (byte) => byte.toString(16).padStart(2, "0");

/**
 * Eight bytes a row: where it begins, their digits and what they would be as text.
 */
export function hexRows(content) {
  const rows = [];
  for (let offset = 0; offset < content.length; offset += 8) {
    const part = content.subarray(offset, offset + 8);
    rows.push({
      offset: offset.toString(16).padStart(4, "0"),
      digits: Array.from(part, hex).join(" ").padEnd(23),
      text: Array.from(part, (byte) => (byte >= 0x20 && byte < 0x7F) ? String.fromCharCode(byte) : "·").join(""),
    });
  }
  return rows;
}
