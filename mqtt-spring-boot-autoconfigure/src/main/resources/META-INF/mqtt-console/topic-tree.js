// What was received, as a tree of topic levels. Each node knows how much happened below it, so that a closed branch
// can tell. Has as many topics as the application keeps, and no more.

// Deeper levels stay together in one node
const MAXIMUM_DEPTH = 32;
const STALE = 15_000;

const collator = new Intl.Collator("en", { numeric: true });

class Node {

  constructor(parent, name) {
    this.parent = parent;
    this.name = name;
    this.key = parent ? parent.key + "/" + name : "";
    this.children = new Map();
    this.entry = null;
    this.topics = 0;
    this.messages = 0;
    this.rate = 0;
    this.changes = 0;
    this.changedAt = 0;
    this.sorted = null;
    this.openAtFirst = false;
  }

  child(name) {
    let child = this.children.get(name);
    if (!child) {
      child = new Node(this, name);
      this.children.set(name, child);
      this.sorted = null;
    }
    return child;
  }

  order() {
    this.sorted ??= [...this.children.values()].sort((a, b) => collator.compare(a.name, b.name));
    return this.sorted;
  }

  /**
   * Tell all nodes from here to the root.
   */
  add(topics, messages, rate, now) {
    for (let node = this; node; node = node.parent) {
      node.topics += topics;
      node.messages += messages;
      node.rate = Math.max(0, node.rate + rate);
      if (now) {
        node.changes++;
        node.changedAt = now;
      }
    }
  }

}

export class TopicTree {

  constructor(maximumTopics) {
    this.maximumTopics = maximumTopics;
    this.clear();
  }

  clear() {
    this.root = new Node(null, "");
    this.leaves = new Map();
    this.generation = 0;
    this.complete = true;
    this.hidden = 0;
    this.hiddenMessages = 0;
  }

  get size() {
    return this.leaves.size;
  }

  find(connection, topic) {
    return this.leaves.get(connection + "\n" + topic);
  }

  /**
   * Everything is going to be sent anew. What is not will be removed when that is complete.
   */
  beginAnew() {
    this.generation++;
    this.complete = false;
  }

  update(event, now) {
    this.hidden = event.hidden;
    this.hiddenMessages = event.hiddenMessages;
    for (const entry of event.topics) {
      this.updateTopic(entry, this.complete ? now : 0);
    }
    if (!this.complete && !event.more) {
      this.complete = true;
      this.removeOld();
    }
  }

  updateTopic(entry, now) {
    const key = entry.connection + "\n" + entry.topic;
    let node = this.leaves.get(key);
    if (!node) {
      if (this.leaves.size >= this.maximumTopics) {
        this.hidden++;
        return;
      }
      node = this.insert(entry);
      this.leaves.set(key, node);
    }
    const before = node.entry;
    node.entry = entry;
    entry.generation = this.generation;
    entry.heardAt = performance.now();
    entry.messages = entry.received + entry.sent;
    node.add(before ? 0 : 1, entry.messages - (before?.messages ?? 0), entry.rate - (before?.rate ?? 0), now);
  }

  insert(entry) {
    const levels = entry.topic.split("/");
    if (levels.length > MAXIMUM_DEPTH) {
      levels.splice(MAXIMUM_DEPTH - 1, Infinity, levels.slice(MAXIMUM_DEPTH - 1).join("/"));
    }
    return levels.reduce((node, level) => node.child(level), this.root.child(entry.connection));
  }

  removeOld() {
    for (const [key, node] of this.leaves) {
      if (node.entry.generation !== this.generation) {
        this.leaves.delete(key);
        this.remove(node);
      }
    }
  }

  remove(node) {
    node.add(-1, -node.entry.messages, -node.entry.rate, 0);
    node.entry = null;
    while (node.parent && !node.entry && node.children.size === 0) {
      node.parent.children.delete(node.name);
      node.parent.sorted = null;
      node = node.parent;
    }
  }

  /**
   * Forget the rates of topics that are silent. Returns whether there were any.
   */
  fade() {
    const now = performance.now();
    let faded = false;
    for (const node of this.leaves.values()) {
      if (node.entry.rate > 0 && now - node.entry.heardAt > STALE) {
        node.add(0, 0, -node.entry.rate, 0);
        node.entry.rate = 0;
        faded = true;
      }
    }
    return faded;
  }

  /**
   * Return the nodes that are to be seen, from top to bottom.
   * @param isOpen tells whether the branch of a node is open
   * @param search if not blank, only topics that contain it, and their branches are open
   */
  rows(isOpen, search) {
    const wanted = search ? this.branchesOf(search) : null;
    const rows = [];
    const connections = this.root.order();
    const base = (connections.length === 1) ? 2 : 1;
    const visit = (nodes, level) => {
      const shown = wanted ? nodes.filter((node) => wanted.has(node)) : nodes;
      for (let i = 0; i < shown.length; i++) {
        const node = shown[i];
        const branch = node.children.size > 0;
        const open = branch && (wanted ? true : isOpen(node));
        rows.push({ node, level, branch, open, position: i + 1, siblings: shown.length });
        if (open) {
          visit(node.order(), level + 1);
        }
      }
    };
    visit((base === 2) ? connections[0].order() : connections, 1);
    return rows;
  }

  branchesOf(search) {
    const text = search.toLowerCase();
    const wanted = new Set();
    for (const leaf of this.leaves.values()) {
      if (leaf.entry.topic.toLowerCase().includes(text)) {
        for (let node = leaf; node && !wanted.has(node); node = node.parent) {
          wanted.add(node);
        }
      }
    }
    return wanted;
  }

}
