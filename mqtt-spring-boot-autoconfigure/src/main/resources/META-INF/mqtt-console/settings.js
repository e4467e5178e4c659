// What this browser remembers from one visit to the next. Works without storage, too.

const PREFIX = "mqtt-console.";

export function load(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name)) ?? otherwise;
  }
  catch {
    return otherwise;
  }
}

export function save(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  }
  catch {
    // Not allowed or full: then it lasts as long as the page
  }
}
