// What the page knows, all of it bounded. Parts of the page say which parts of this they show, and are drawn again a
// few times a second at most, however much arrives.

import { useEffect, useState } from "./ui.js";
import { load } from "./settings.js";
import { TopicTree } from "./topic-tree.js";

const DRAW_INTERVAL = 200;
const TIMELINE_LENGTH = 200;
const MAXIMUM_PINGS = 2_000;
const MAXIMUM_HANDLINGS = 100;

export const store = {
  status: null,
  feed: { state: "connecting", message: null },
  clockOffset: 0,
  connections: [],
  timelines: new Map(),
  pings: new Map(),
  topics: new TopicTree(10_000),
  messages: [],
  messagesById: new Map(),
  messagesStep: 1,
  messagesLoading: true,
  packets: [],
  packetsStep: 1,
  listeners: null,
  filter: { connection: "", topic: "", text: "", types: "", hidePings: load("hide-pings", false) },
  selection: null,
  packet: null,
  side: "detail",
  draft: null,
  focusDraft: false,
};

const subscribers = new Set();
let dirty = new Set();
let timer = 0;
let drawnAt = 0;

/**
 * Say that a part has changed: it is drawn again soon.
 */
export function changed(...parts) {
  parts.forEach((part) => dirty.add(part));
  if (!timer && !document.hidden) {
    timer = setTimeout(draw, Math.max(0, drawnAt + DRAW_INTERVAL - performance.now()));
  }
}

/**
 * Say that a part has changed because of what a person did: it is drawn again at once.
 */
export function changedNow(...parts) {
  parts.forEach((part) => dirty.add(part));
  clearTimeout(timer);
  draw();
}

function draw() {
  timer = 0;
  drawnAt = performance.now();
  const parts = dirty;
  dirty = new Set();
  for (const subscriber of [...subscribers]) {
    if (subscriber.parts.some((part) => parts.has(part))) {
      subscriber.draw();
    }
  }
}

document.addEventListener("visibilitychange", () => changed());

/**
 * Let a component be drawn again when one of these parts has changed.
 */
export function useStore(...parts) {
  const [, setDrawn] = useState(0);
  useEffect(() => {
    const subscriber = { parts, draw: () => setDrawn((drawn) => drawn + 1) };
    subscribers.add(subscriber);
    return () => subscribers.delete(subscriber);
  }, []);
  return store;
}

/**
 * Show a topic or a message in detail.
 */
export function select(selection) {
  store.selection = selection;
  showSide("detail");
}

export function showSide(side) {
  store.side = side;
  changedNow("selection", "side");
}

/**
 * Begin to write a message.
 * @param draft what it is to begin with, or null to go on with the one that is there
 */
export function write(draft = null) {
  store.draft = draft;
  store.focusDraft = true;
  store.side = "publish";
  changedNow("side", "draft");
}

/**
 * The time at the application, whose clock may differ from that of this machine.
 */
export const now = () => Date.now() + store.clockOffset;

export const isWritable = () => store.status?.writable ?? false;

export const READ_ONLY = "The console is read-only. Set mqtt.console.writable=true to publish, pause and resume.";

export function setTime(time) {
  store.clockOffset = time - Date.now();
}

export function beginAnew() {
  store.timelines = new Map();
  store.pings = new Map();
  store.topics.beginAnew();
}

export function forgetAll() {
  store.topics.clear();
  clearMessages();
  clearPackets();
  store.selection = null;
  store.packet = null;
}

export function clearMessages() {
  store.messages = [];
  store.messagesById = new Map();
  store.messagesStep = 1;
}

export function clearPackets() {
  store.packets = [];
  store.packetsStep = 1;
}

export function addSegments(segments) {
  for (const segment of segments) {
    append(store.timelines, segment, TIMELINE_LENGTH);
  }
}

export function addPings(pings) {
  for (const ping of pings) {
    append(store.pings, ping, MAXIMUM_PINGS);
  }
}

function append(lists, element, maximum) {
  let list = lists.get(element.connection);
  if (!list) {
    list = [];
    lists.set(element.connection, list);
  }
  if (list.length === 0 || list[list.length - 1].id < element.id) {
    list.push(element);
  }
  if (list.length > maximum) {
    list.splice(0, list.length - maximum);
  }
}

export function addMessages(messages) {
  const maximum = store.status?.limits.maximumMessages ?? 1_000;
  store.messages = merge(store.messages, messages, maximum, (message) => store.messagesById.delete(message.id));
  for (const message of messages) {
    store.messagesById.set(message.id, message);
  }
  // Those that were too old to be kept at all
  if (store.messagesById.size > store.messages.length) {
    store.messagesById = new Map(store.messages.map((message) => [message.id, message]));
  }
}

export function addHandlings(handlings) {
  for (const handling of handlings) {
    const message = store.messagesById.get(handling.message);
    if (message) {
      const others = message.handlings.filter(({ listener, attempt }) => listener !== handling.listener || attempt !== handling.attempt);
      message.handlings = [...others, handling].slice(-MAXIMUM_HANDLINGS);
    }
  }
}

export function addPackets(packets) {
  store.packets = merge(store.packets, packets, store.status?.limits.maximumPackets ?? 1_000, () => {});
}

/**
 * Join two lists in the order of their identifiers, each of which stays once.
 */
function merge(present, added, maximum, removed) {
  if (added.length === 0) {
    return present;
  }
  let all;
  if (present.length === 0 || present[present.length - 1].id < added[0].id) {
    all = present.concat(added);
  }
  else {
    const byId = new Map(present.map((element) => [element.id, element]));
    added.forEach((element) => byId.set(element.id, element));
    all = [...byId.values()].sort((a, b) => a.id - b.id);
  }
  const surplus = all.length - maximum;
  if (surplus > 0) {
    all.slice(0, surplus).forEach(removed);
    return all.slice(surplus);
  }
  return all;
}
