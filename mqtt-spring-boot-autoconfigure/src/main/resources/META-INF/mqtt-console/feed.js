// Listens to the application and tells the store. One stream of events for the whole page; what is filtered by the
// application is asked for anew when the filter changes.

import { ApiError, get, post, url } from "./api.js";
import {
  addHandlings, addMessages, addPackets, addPings, addSegments, beginAnew, changed, changedNow, clearMessages,
  clearPackets, forgetAll, setTime, store,
} from "./store.js";

const RETRY = 3_000;
const FADE_INTERVAL = 2_000;
const HISTORY = 500;

let source = null;
let instance = null;
let retry = 0;
let asked = 0;

const EVENTS = {
  hello(event) {
    setTime(event.time);
    if (instance && instance !== event.instance) {
      forgetAll();
    }
    instance = event.instance;
    beginAnew();
    loadStatus();
    store.feed = { state: "live", message: null };
    changed("feed", "connections", "topics", "messages", "packets");
  },
  connections(event) {
    setTime(event.time);
    store.connections = event.connections;
    changed("connections");
  },
  timeline(event) {
    addSegments(event.timeline);
    changed("connections");
  },
  pings(event) {
    addPings(event.pings);
    changed("pings");
  },
  topics(event) {
    store.topics.update(event, performance.now());
    changed("topics");
  },
  messages(event) {
    store.messagesStep = event.step;
    addMessages(event.messages);
    changed("messages");
  },
  handled(event) {
    addHandlings(event.handlings);
    changed("messages");
  },
  packets(event) {
    store.packetsStep = (event.packets.length > 0) ? Math.max(1, Math.round(event.seen / event.packets.length)) : 1;
    addPackets(event.packets);
    changed("packets");
  },
  listeners(event) {
    store.listeners = event.listeners;
    changed("listeners");
  },
  cleared(event) {
    if (event.parts.includes("topics")) {
      store.topics.clear();
    }
    if (event.parts.includes("messages")) {
      clearMessages();
    }
    if (event.parts.includes("packets")) {
      clearPackets();
    }
    changed("topics", "messages", "packets");
  },
};

export function start() {
  setInterval(() => {
    if (store.topics.fade()) {
      changed("topics");
    }
    // Times of day go on without news, too
    changed("clock");
  }, FADE_INTERVAL);
  // A page that can be come back to would go on listening, and a browser has six connections only
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && open());
  loadStatus().finally(open);
  loadHistory();
}

/**
 * Change what messages and packets are wanted.
 */
export function setFilter(change) {
  const before = store.filter;
  store.filter = { ...before, ...change };
  const wanted = (names) => names.some((name) => store.filter[name] !== before[name]);
  if (wanted(["connection", "topic", "text"])) {
    clearMessages();
    store.messagesLoading = true;
    changedNow("filter", "messages");
  }
  if (wanted(["connection", "types", "hidePings"])) {
    clearPackets();
    changedNow("filter", "packets");
  }
  open();
  loadHistory();
}

/**
 * Let the application forget what it has collected, for all pages. Each of them is told with an event.
 */
export function clear(part) {
  // If the application is gone the page says so anyway
  post("clear", {}, { parts: [part] }).catch(() => {});
}

function messageFilter() {
  const { connection, topic, text } = store.filter;
  return { connection: connection || null, topic: topic.trim() || null, text: text.trim() || null };
}

function packetFilter() {
  const { connection, types, hidePings } = store.filter;
  return { connection: connection || null, types: types || (hidePings ? "-PINGREQ,-PINGRESP" : null) };
}

function open() {
  clearTimeout(retry);
  source?.close();
  const opened = new EventSource(url("events", { ...messageFilter(), ...packetFilter() }));
  source = opened;
  for (const [name, receive] of Object.entries(EVENTS)) {
    opened.addEventListener(name, (event) => {
      if (opened === source) {
        receive(JSON.parse(event.data));
      }
    });
  }
  opened.onerror = () => {
    if (opened !== source) {
      return;
    }
    store.feed = { state: "lost", message: null };
    changed("feed");
    if (opened.readyState === EventSource.CLOSED) {
      findOutWhy();
    }
  };
}

/**
 * A stream of events does not tell why it was refused.
 */
async function findOutWhy() {
  const refused = source;
  await loadStatus();
  // A filter may have opened another one in the meantime
  if (source === refused) {
    store.feed = { state: "lost", message: store.feed.message ?? store.status?.refusal ?? null };
    changed("feed");
    retry = setTimeout(open, RETRY);
  }
}

async function loadStatus() {
  try {
    store.status = await get("status");
    store.topics.maximumTopics = store.status.limits.maximumTopics;
  }
  catch (error) {
    if (store.feed.state === "live") {
      return;
    }
    store.feed = { state: "lost", message: (error instanceof ApiError) ? error.message : String(error) };
  }
  changed("status", "feed");
}

async function loadHistory() {
  const question = ++asked;
  try {
    const [messages, packets] = await Promise.all([
      get("messages", { ...messageFilter(), limit: HISTORY }), get("packets", { ...packetFilter(), limit: HISTORY }),
    ]);
    if (question === asked) {
      addMessages(messages.messages);
      addPackets(packets.packets);
    }
  }
  catch {
    // What happens from now on comes with the stream
  }
  if (question === asked) {
    store.messagesLoading = false;
    changed("messages", "packets");
  }
}
